"""From a document to findings, comparisons and proposals. Pure: no file, clock or network is touched here."""
