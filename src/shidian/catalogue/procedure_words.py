"""A procedure in words, for every door: who supplies which paper by which provision, and the steps with their times or due days."""

from __future__ import annotations

from shidian.catalogue.procedures import PaperShown, ProcedureShown, StepShown
from shidian.procedure.working_days import DayRange
from shidian.words.phrases import in_a_row, phrase


def procedure_lines(found: ProcedureShown, lang: str) -> list[str]:
    """A procedure as lines of text, its title first."""
    out = [found.procedure.title[lang], f"  {phrase('col_authority')[lang]}  {found.authority[lang]}"]
    if found.procedure.note is not None:
        out.append(f"  {found.procedure.note[lang]}")
    out.append(phrase("procedure_papers", day=str(found.on))[lang])
    out += [f"  [{phrase('supplier_' + p.paper.by)[lang]}] {paper_words(p, lang)}" for p in found.papers]
    out.append(phrase("procedure_steps")[lang])
    for n, step in enumerate(found.steps, 1):
        out.append(f"  {n}. {step_words(step, lang)}")
        out += [f"     {note}" for note in step_notes(step, lang)]
    return out


def paper_words(paper: PaperShown, lang: str) -> str:
    """One line of the check list: what it is, when it is asked for, by which provision."""
    only = paper.paper.only_if
    if lang == "zh":
        return f"{paper.paper.name.zh}（{f'{only.zh}，' if only is not None else ''}{paper.source.zh}）"
    return f"{paper.paper.name.en} ({f'{only.en}; ' if only is not None else ''}{paper.source.en})"


def step_words(step: StepShown, lang: str) -> str:
    """One step and its due day, or the time that it has where nothing has happened yet."""
    return f"{step.step.name[lang]}{'：' if lang == 'zh' else ': '}{due_words(step, lang)}"


def step_notes(step: StepShown, lang: str) -> list[str]:
    """What is to be noted of a step and of its time."""
    return [note[lang] for note in (step.step.note, step.due.limit.note if step.due.limit is not None else None) if note is not None]


def time_words(step: StepShown, lang: str) -> str:
    """The time that a step has, from which event, by which provision; empty where no act that was read sets one."""
    limit = step.due.limit
    if limit is None or step.source is None:
        return ""
    time = phrase(f"time_one_{limit.unit}" if limit.number == 1 else f"time_{limit.unit}", number=str(limit.number))[lang]
    event = phrase(f"procevent_{limit.event}")[lang]
    time = phrase("procedure_ahead" if limit.ahead else "procedure_after", time=time, event=event)[lang]
    return f"{time}{'，' if lang == 'zh' else ', '}{step.source[lang]}"


def due_words(step: StepShown, lang: str) -> str:
    """When a step is due, in words, with the time and the provision that it comes from."""
    due, time = step.due, time_words(step, lang)
    if due.status == "not-begun" and time:
        return time
    day = range_words(due.due, lang) if due.due is not None else ""
    said = phrase(f"procdue_{due.status}", day=day, done=str(due.done or ""))[lang]
    if due.extended is not None and due.status == "due":
        said += phrase("procdue_extended", day=range_words(due.extended, lang))[lang]
    return phrase("procedure_by", said=said, time=time)[lang] if time else said


def range_words(found: DayRange, lang: str) -> str:
    """A day, or the two days between which it lies and the years that make it so."""
    if found.exact is not None:
        return str(found.exact)
    years = in_a_row(map(str, found.years), lang)
    return phrase("procdue_range", first=str(found.earliest), last=str(found.latest), years=years)[lang]
