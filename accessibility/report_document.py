"""Documents: chapters of sentences and tables, written as a page to print or as Markdown."""

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TypeAlias

from accessibility.html_page import Cell, Head, document, heading, note, table

STYLES, SCRIPTS = ("page.css", "paper.css", "halves.css"), ("table.js",)
HALF = '<section class="half">'


@dataclass(frozen=True)
class Grid:
    """A table with its definitions below; the first column names the row."""

    caption: str
    heads: Sequence[Head]
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Points:
    """Sentences that stand one below the other."""

    items: Sequence[str]


@dataclass(frozen=True)
class Picture:
    """A drawing with its definitions below; Markdown shows the file beside it, if there is one."""

    svg: str
    alt: str
    notes: Sequence[str] = ()
    file: str = ""


Block: TypeAlias = str | Points | Grid | Picture


@dataclass(frozen=True)
class Chapter:
    """A heading and what stands below it."""

    title: str
    blocks: Sequence[Block]
    half: bool = False  # as wide as half the page, where there is room for two


@dataclass(frozen=True)
class Paper:
    """One sheet or several: of a county, of a Kommune."""

    title: str
    subtitle: str
    status: str  # standing of the data, "" for nothing to say
    chapters: Sequence[Chapter]
    foot: Sequence[str]  # sources, where the figures come from
    sheet: bool = False  # printed on one page

    @property
    def told(self) -> list[Chapter]:
        """The chapters that say anything."""
        return [chapter for chapter in self.chapters if chapter.blocks]


def as_html(papers: Sequence[Paper]) -> str:
    """Return one page that needs nothing else; every paper begins on a sheet of its own."""
    body = "".join(_paper(paper) for paper in papers)
    return document(papers[0].title, body, styles=STYLES, scripts=SCRIPTS)


def as_markdown(papers: Sequence[Paper]) -> str:
    """Return the papers as Markdown with pipe tables."""
    return "\n\n---\n\n".join("\n\n".join(_lines(paper)) for paper in papers) + "\n"


def _paper(paper: Paper) -> str:
    chapters = "".join(
        f"{HALF if chapter.half else '<section>'}\n<h2>{escape(chapter.title)}</h2>\n"
        f"{''.join(map(_block, chapter.blocks))}</section>\n"
        for chapter in paper.told
    )
    foot = "".join(f"<p>{escape(line)}</p>\n" for line in paper.foot if line)
    kind = "paper sheet" if paper.sheet else "paper"
    return (
        f'<article class="{kind}">\n<header>{heading(paper.title, paper.subtitle, paper.status)}'
        f"</header>\n{chapters}<footer>\n{foot}</footer>\n</article>\n"
    )


def _block(block: Block) -> str:
    match block:
        case str():
            return f"<p>{escape(block)}</p>\n"
        case Points():
            items = "".join(f"<li>{escape(item)}</li>\n" for item in block.items)
            return f"<ul>\n{items}</ul>\n"
        case Grid():
            notes = "".join(note(text) for text in block.notes)
            return table(block.caption, block.heads, block.rows) + notes
        case Picture():
            notes = "".join(note(text) for text in block.notes)
            inline = base64.b64encode(block.svg.encode()).decode()
            image = f'<img src="data:image/svg+xml;base64,{inline}" alt="{escape(block.alt)}">'
            return f"<figure>{image}</figure>\n{notes}"


def _lines(paper: Paper) -> Iterable[str]:
    yield f"# {paper.title}"
    yield paper.subtitle
    if paper.status:
        yield f"**{paper.status}**"
    for chapter in paper.told:
        yield f"## {chapter.title}"
        for block in chapter.blocks:
            yield from _block_lines(block)
    yield from (line for line in paper.foot if line)


def _block_lines(block: Block) -> Iterable[str]:
    match block:
        case str():
            yield block
        case Points():
            yield "\n".join(f"- {item}" for item in block.items)
        case Grid():
            yield f"**{block.caption}**"
            yield "\n".join(_pipes(block))
            yield from (f"*{text}*" for text in block.notes if text)
        case Picture():
            if block.file:
                yield f"![{block.alt}]({block.file})"
                yield from (f"*{text}*" for text in block.notes if text)


def _pipes(grid: Grid) -> Iterable[str]:
    yield _pipe(head.text.replace("\u00ad", "") for head in grid.heads)
    yield _pipe("---:" if head.number else "---" for head in grid.heads)
    for row in grid.rows:
        yield _pipe(cell.text + (f" ({cell.below})" if cell.below else "") for cell in row)


def _pipe(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
