"""Work in progress in a database: documents read, their findings, and what people said of them. Nothing in it can change a decision."""
