"""Engine and diagram answer every case alike."""
