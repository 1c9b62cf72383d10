"""The lock of the answers: the meaning of the lawbook in words, so that no answer changes unseen."""
