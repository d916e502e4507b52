"""Judging by keyboard, by selection and by two at once, in a real Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from news.analysis import TagKind, Tier
from news.reading import Reading
from news.review import Verdict
from news.story import Membership, Story
from news.url import article_id
from storage import Query, Store

pytestmark = pytest.mark.browser
FRENCH = article_id("https://courrier-presquile.example/fr")
JAPANESE = article_id("https://courrier-presquile.example/ja")
HOSTILE = "0123456789abcdef"
Open = Callable[..., Page]
_PATIENCE = 30_000
"""Milliseconds; a crowded machine is slow, not wrong."""
expect.set_options(timeout=_PATIENCE)


def reading_of(store: Store, key: str) -> Reading:
    return store.readings(Query(ids=(key,)))[0]


@pytest.fixture
def open_page(browser: Browser, serve: Callable[[str], str]) -> Iterator[Open]:
    """Opens a page as some analyst; fails on a dialog, a foreign request or an error of ours."""
    wrong: list[str] = []
    bases: dict[str, str] = {}
    pages: list[Page] = []

    def dismiss(dialog: Dialog) -> None:
        wrong.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def open_page(address: str, name: str = "Aki") -> Page:
        if name not in bases:
            bases[name] = serve(name)
        page = browser.new_page(viewport={"width": 1200, "height": 900}, locale="fr-FR")
        pages.append(page)
        page.set_default_timeout(_PATIENCE)
        page.on("dialog", dismiss)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "request",
            lambda asked: None if asked.url.startswith(bases[name]) else wrong.append(asked.url),
        )
        page.goto(bases[name] + address)
        return page

    yield open_page
    for page in pages:
        page.close()
    assert wrong == []


def answered(page: Page, *keys: str) -> None:
    """Press keys, the last of which says a word, and wait until it is kept."""
    for key in keys[:-1]:
        page.keyboard.press(key)
    page.evaluate(
        """() => { window.settled = new Promise((done) =>
          document.addEventListener("htmx:afterSettle", done, { once: true })); }"""
    )
    with page.expect_response(lambda answer: answer.request.method == "POST") as kept:
        page.keyboard.press(keys[-1])
    assert kept.value.status == 200
    # The answer is there; the page has shown it, and the keys found their item again, only now.
    page.evaluate("() => window.settled.then(() => true)")


def test_twenty_articles_are_judged_from_the_list_by_keyboard_alone(
    open_page: Open, fresh: Store
) -> None:
    page = open_page("/?tier=context")
    ids = page.eval_on_selector_all("[data-item]", "all => all.map(item => item.dataset.item)")
    tiers = list(Tier)
    for number in range(20):
        answered(page, "j", str(number % 4 + 1))
    judged = [reading_of(fresh, key).settled.tier for key in ids[:21]]
    assert judged == [*(tiers[number % 4] for number in range(20)), Tier.CONTEXT]
    assert fresh.totals()["reviews"] == 20
    expect(page.locator("[aria-current=true][data-item]")).to_have_count(1)
    answered(page, "u")
    assert reading_of(fresh, ids[19]).settled.tier is Tier.CONTEXT
    answered(page, "k", "m")
    assert reading_of(fresh, ids[18]).settled.tier is Tier.CONTEXT  # reviewed before: undone
    answered(page, "m")
    assert reading_of(fresh, ids[18]).reviews[-1].verdict is Verdict.ACCEPTED
    page.keyboard.press("o")
    page.wait_for_url(f"**/articles/{ids[18]}")
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_url("**/sources")


def test_twenty_stories_are_judged_in_the_inbox_by_keyboard_alone(
    open_page: Open, fresh: Store
) -> None:
    alone = [item for item in fresh.readings(Query(tiers=(Tier.CONTEXT,))) if not item.story_id]
    fresh.keep_stories(
        [
            Story(
                f"n{number}", item.article.dated, item.article.dated, (Membership(item.article.id),)
            )
            for number, item in enumerate(alone[:22])
        ]
    )
    page = open_page("/inbox?tier=context")
    ids = page.eval_on_selector_all("[data-item]", "all => all.map(item => item.dataset.item)")
    tiers = list(Tier)

    def tier_of(story: str) -> Tier:
        return fresh.readings(Query(story_id=story))[0].settled.tier

    for number in range(20):
        answered(page, "j", str(number % 4 + 1))
    assert [tier_of(key) for key in ids[:21]] == [
        *(tiers[number % 4] for number in range(20)),
        Tier.CONTEXT,
    ]
    assert fresh.totals()["reviews"] == 20
    answered(page, "u")
    assert tier_of(ids[19]) is Tier.CONTEXT
    answered(page, "k", "m")  # reviewed before: undone
    assert tier_of(ids[18]) is Tier.CONTEXT
    for key in "jxjxM":
        page.keyboard.press(key)
    page.wait_for_url("**/stories/merge?*")
    expect(page.locator("[name=keep]")).to_have_count(2)
    page.keyboard.press("a")
    page.wait_for_url("**/stories/n*")
    expect(page.locator("[data-item]")).to_have_count(2)
    page.goto(page.url.partition("/stories")[0] + "/inbox?tier=context")
    expect(page.locator("[data-item]")).to_have_count(3)


def test_a_wrong_entity_is_fixed_by_its_name_in_another_script(
    open_page: Open, fresh: Store
) -> None:
    page = open_page(f"/articles/{FRENCH}")
    item = page.locator("[data-item='place:lyon']")
    while not item.get_attribute("aria-current"):
        page.keyboard.press("j")
    page.keyboard.press("f")
    expect(item.locator("input[type=search]")).to_be_focused()
    page.keyboard.type("なごや")
    item.locator("input.note").fill("autre ville")
    item.locator("button[value='place:nagoya']").focus()
    answered(page, "Enter")
    word = reading_of(fresh, FRENCH).reviews[-1]
    assert (word.verdict, word.corrected_to) == (Verdict.CORRECTED, "nagoya")
    assert word.note == "autre ville"
    expect(page.locator("[data-item='place:lyon']")).to_contain_text("Nagoya")


def test_verdicts_on_tags_and_their_undo(open_page: Open, fresh: Store) -> None:
    page = open_page(f"/articles/{FRENCH}")
    before = reading_of(fresh, FRENCH).settled
    answered(page, "j", "r")
    assert len(reading_of(fresh, FRENCH).settled.tags) == len(before.tags) - 1
    answered(page, "a")  # the one that took its place
    answered(page, "3")
    assert reading_of(fresh, FRENCH).settled.tier is Tier.CONTEXT
    for _ in range(3):
        answered(page, "u")
    assert reading_of(fresh, FRENCH).settled == before


SELECT = """([from, to]) => {
  const find = (words, end) => {
    const nodes = document.createTreeWalker(document.querySelector(".paper"), NodeFilter.SHOW_TEXT);
    for (let node; (node = nodes.nextNode()); ) {
      const place = node.data.indexOf(words);
      if (place >= 0) return [node, place + (end ? words.length : 0)];
    }
  };
  getSelection().setBaseAndExtent(...find(from, false), ...find(to, true));
}"""


def test_a_missed_japanese_tag_is_added_by_selection(open_page: Open, fresh: Store) -> None:
    page = open_page(f"/articles/{JAPANESE}")
    page.evaluate(SELECT, ["大村", "大村秀章"[-2:]])
    expect(page.locator("#surface")).to_have_value("大村秀章")
    answered(page, "t", "p")
    reading = reading_of(fresh, JAPANESE)
    (word,) = reading.reviews
    assert (word.kind, word.key, word.known) == (TagKind.PERSON, "omura-hideaki", True)
    (mention,) = reading.settled.tags[-1].tag.mentions
    assert reading.article.full_text[mention.start : mention.end] == "大村秀章"
    expect(page.locator(".body .k-person")).to_have_text("大村秀章")
    expect(page.locator(".pointing")).to_have_count(0)


def drag(page: Page, first: str, last: str) -> None:
    """Select with the mouse from the beginning of some words to the end of others."""
    edges = page.evaluate(
        """([from, to]) => [from, to].map((words, end) => {
          const nodes = document.createTreeWalker(document.querySelector(".body"), 4);
          for (let node; (node = nodes.nextNode()); ) {
            const place = node.data.indexOf(words);
            if (place < 0) continue;
            const range = document.createRange();
            range.setStart(node, place);
            range.setEnd(node, place + words.length);
            const box = range.getBoundingClientRect();
            return [end ? box.right : box.left, box.top + box.height / 2];
          }
        })""",
        [first, last],
    )
    page.mouse.move(*edges[0])
    page.mouse.down()
    page.mouse.move(*edges[1], steps=8)
    page.mouse.up()


@pytest.mark.parametrize(
    ("first", "last", "surface"),
    [
        ("Aichi", " a visité", "Aichi a visité"),  # begins inside a highlight
        ("<et>", "signent", "<et> Lyon\tsignent"),  # ends inside one
        ("signent", "Fin", "signent.\r\nFin"),
        ("𠮷野", "😀", "𠮷野 😀"),
    ],
)
def test_a_selection_by_mouse_has_its_place_in_code_points(
    open_page: Open, fresh: Store, first: str, last: str, surface: str
) -> None:
    article = reading_of(fresh, FRENCH).article
    analysis = reading_of(fresh, FRENCH).analysis
    told = replace(article, text=f"{article.text}\n\U0001f4f0 Élégant 𠮷野 😀, fin.")
    fresh.keep_article(told)
    fresh.keep_analyses([replace(analysis, revision=2)])
    page = open_page(f"/articles/{FRENCH}")
    drag(page, first, last)
    page.locator("#adding.pointing button[value=organisation]").click()
    expect(page.locator("#reviews")).to_be_visible()
    (word,) = reading_of(fresh, FRENCH).reviews
    assert word.place is not None
    assert word.place.surface == surface
    assert told.full_text[word.place.start : word.place.end] == surface


def test_a_click_on_a_mark_still_leads_to_its_tag(open_page: Open) -> None:
    page = open_page(f"/articles/{FRENCH}")
    page.locator(".body a.mark.k-place").first.click()
    expect(page.locator(".found:target")).to_have_attribute("data-item", "place:lyon")


def test_keys_do_nothing_while_one_writes_or_an_input_method_composes(
    open_page: Open, fresh: Store
) -> None:
    page = open_page("/?tier=context")
    page.keyboard.press("j")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("1jmu")
    expect(page.locator("#q")).to_have_value("1jmu")
    chrome = page.context.new_cdp_session(page)
    chrome.send("Input.imeSetComposition", {"text": "めm", "selectionStart": 2, "selectionEnd": 2})
    chrome.send("Input.insertText", {"text": "名古屋"})
    page.locator("#q").blur()
    for key, code in (("1", 49), ("m", 77), ("Process", 229)):
        composing = {"key": key, "text": key[:1], "windowsVirtualKeyCode": 229}
        chrome.send("Input.dispatchKeyEvent", {"type": "keyDown", **composing, "code": str(code)})
        page.evaluate(
            """key => document.body.dispatchEvent(new KeyboardEvent("keydown",
              { key, bubbles: true, isComposing: true }))""",
            key,
        )
    for pressed in ("Control+1", "Alt+1", "Meta+m"):
        page.keyboard.press(pressed)
    page.wait_for_timeout(200)
    assert fresh.totals()["reviews"] == 0
    answered(page, "1")  # outside all that, the same key works
    assert fresh.totals()["reviews"] == 1


def test_help_opens_and_closes_and_keys_rest_meanwhile(open_page: Open, fresh: Store) -> None:
    page = open_page("/?tier=context")
    page.keyboard.press("j")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("1")
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    assert fresh.totals()["reviews"] == 0


def test_two_at_once_lose_nothing(open_page: Open, fresh: Store) -> None:
    first, second = open_page(f"/articles/{FRENCH}"), open_page(f"/articles/{FRENCH}", "Élise")
    answered(first, "4")
    answered(second, "2")
    expect(second.locator("form.notice")).to_contain_text("Aki")
    assert [word.reviewer for word in reading_of(fresh, FRENCH).reviews] == ["Aki"]
    answered(second, "y")
    reading = reading_of(fresh, FRENCH)
    assert [word.reviewer for word in reading.reviews] == ["Aki", "Élise"]
    assert reading.settled.tier is Tier.RELATED
    expect(second.locator("form.notice")).to_have_count(0)


def test_a_refusal_is_told_and_the_page_stays(open_page: Open, fresh: Store) -> None:
    page = open_page(f"/articles/{FRENCH}")
    reading = reading_of(fresh, FRENCH)
    fresh.keep_article(replace(reading.article, text="Tout autre."))
    fresh.keep_analyses([replace(reading.analysis, revision=2, tags=())])
    page.evaluate(SELECT, ["gouverneur", "gouverneur"])
    expect(page.locator("#surface")).to_have_value("gouverneur")
    page.keyboard.press("t")
    page.keyboard.press("o")
    expect(page.locator("#trouble")).to_contain_text("rouvrez-la")
    assert reading_of(fresh, FRENCH).reviews == ()


def test_hostile_texts_start_nothing_when_judged(open_page: Open, fresh: Store) -> None:
    page = open_page(f"/articles/{HOSTILE}")
    answered(page, "j", "a")
    page.keyboard.press("f")
    expect(page.locator(".fixing input[type=search]")).to_be_visible()
    page.locator(".fixing input[type=search]").blur()
    page.evaluate(SELECT, ["Avant", "Avant"])
    expect(page.locator("#surface")).to_have_value("Avant")
    answered(page, "t", "p")
    page.locator(".adding summary").click()
    page.locator("#surface").fill("<img src=x onerror=alert(2)>")
    page.locator("#adding button[value=place]").click()
    expect(page.locator(".saids").last).to_contain_text("<img")
    for address in (f"/articles/{HOSTILE}/fix?kind=person&key=x", f"/articles/{HOSTILE}/revisions"):
        page.goto(page.url.rpartition("/articles")[0] + address)
    assert len(reading_of(fresh, HOSTILE).reviews) == 3
