"""What a document says, held against the records of the law: its history, plans, days, figures, numbers of rules, cases and citations."""
