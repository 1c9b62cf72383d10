"""`python -m shidian`."""

from shidian.cli.main import main

main()
