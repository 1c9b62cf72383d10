"""The commands of the desk: accounts, journals, backup, import; and the procedures that its days come from."""
