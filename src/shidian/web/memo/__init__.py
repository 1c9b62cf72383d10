"""A decision as a memo for the file: one content (`content`), set as Markdown, as PDF with Typst, and as DOCX; in one language or in both.

The content is plain text; it reaches the typesetter as data, never as markup, so nothing in a case can change the document. What sets it (`pdf`,
`word`) is imported when a memo is wanted: a server begins without.
"""

from shidian.web.memo.content import memo_of
from shidian.web.memo.markdown import markdown
from shidian.web.memo.records import Memo, MemoHead

__all__ = ["Memo", "MemoHead", "markdown", "memo_of"]
