"""The programme as the bureaus run it: items, changes signed off by others, and a journal that only grows. Nothing here changes a decision."""
