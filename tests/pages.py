"""Read a page of ours back: its elements, and whether it keeps to itself."""

import base64
import hashlib
import re
from collections import Counter
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "option"}


class Page(HTMLParser):
    """A parsed page: ``elements`` (tag, attributes), ``words`` outside scripts, ``open`` tags."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element and open it."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element that closes itself."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """Close the element opened last: it must be this one."""
        assert self.open.pop() == tag, tag

    def handle_data(self, data: str) -> None:
        """Keep text by what it stands in."""
        kind = self.open[-1] if self.open else ""
        {"script": self.scripts, "style": self.styles}.get(kind, self.words).append(data)

    def of(self, tag: str) -> list[dict[str, str]]:
        """Return the attributes of every element of a kind."""
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def said(self) -> str:
        """Everything a reader sees."""
        return re.sub(r"[ \n]+", " ", " ".join(self.words))


def check_alone(page: Page) -> None:
    """Fail where a page is not well formed, has an id twice, or needs anything from elsewhere."""
    assert page.open == []
    ids = Counter(attributes["id"] for _, attributes in page.elements if "id" in attributes)
    assert [name for name, count in ids.items() if count > 1] == []
    for tag, attributes in page.elements:
        for name in ("src", "href", "action", "data"):
            assert attributes.get(name, "#").startswith(("#", "data:")), (tag, attributes)
        assert "style" not in attributes, (tag, "the page's policy forbids it")
        assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
    assert not re.search(r"url\(|@import|fetch\(|XMLHttp|https?:", "".join(page.styles))
    check_policy(page)


def check_policy(page: Page) -> None:
    """Fail where the policy does not allow exactly the page's own style and script."""
    policy = next(a["content"] for a in page.of("meta") if "http-equiv" in a)
    running = [text for text in page.scripts if not text.startswith("{")]
    for kind, texts in (("style", page.styles), ("script", running)):
        digest = hashlib.sha256("".join(texts).encode()).digest()
        assert f"{kind}-src 'sha256-{base64.b64encode(digest).decode()}'" in policy
    assert policy.startswith("default-src 'none'")
