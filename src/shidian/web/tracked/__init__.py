"""The programme at a glance: its figures as pictures, its areas alike, its regions side by side."""
