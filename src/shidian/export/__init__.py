"""The lawbook as data for other programs: plain tables with keys, in every usual form; vocabularies as SKOS; cases to test other engines with."""
