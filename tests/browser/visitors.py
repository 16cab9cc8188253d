"""People with a phone each. No page they come to goes unlooked at."""

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.looks import clean_night_and_day

PASSWORD = "vandra tryggt hela vägen"


class Visitor:
    """One person's phone: taps, and after each new page a look at it by night and by day."""

    def __init__(self, context: BrowserContext, home: str, faults: list[str]) -> None:
        self.page: Page = context.new_page()
        self.home = home
        self.opened, self.looked = 0, 0
        self.page.on("load", lambda _: self._open())
        self.faults = faults

    def go(self, path: str, heading: str) -> None:
        """Follow a link somebody gave."""
        self.page.goto(self.home + path)
        self.meets(heading)

    def meets(self, heading: str) -> None:
        """Come to another page, with this heading, and look at it."""
        if self.looked == self.opened:
            self.page.wait_for_event("load")
        expect(self.page.get_by_role("heading", name=heading, level=1)).to_be_visible()
        self.looks()

    def looks(self) -> None:
        """See the page as it is now, by night and by day."""
        clean_night_and_day(self.page)
        self.looked = self.opened

    def tap(self, name: str) -> None:
        """Tap the first button or link with this name."""
        button = self.page.locator("main").get_by_role("button", name=name, exact=True)
        link = self.page.locator("main").get_by_role("link", name=name, exact=True)
        button.or_(link).first.tap()

    def opens(self, name: str) -> Locator:
        """Unfold what is hidden behind this word."""
        fold = self.page.locator("details", has=self.page.locator("summary", has_text=name)).last
        fold.locator("summary").first.tap()
        return fold

    def told(self, words: str) -> None:
        """Read that it was done."""
        expect(self.page.locator(".messages")).to_contain_text(words)

    def waits_for(self, there: Locator) -> None:
        """Come back to the page until it is there; pictures are cleaned behind the scenes."""
        for _ in range(60):
            if there.count():
                return
            self.page.wait_for_timeout(500)
            self.looked = self.opened  # the same page, looked at when it is whole
            self.page.reload()
        raise AssertionError(f"never there: {there}")

    def signs_in(self, email: str, heading: str) -> None:
        """Sign in as the staff do."""
        self.go("/sign-in", "Logga in")
        self.page.get_by_label("E-postadress").fill(email)
        self.page.get_by_label("Lösenord").fill(PASSWORD)
        self.tap("Logga in")
        self.meets(heading)

    def _open(self) -> None:
        if self.looked < self.opened:
            self.faults.append(f"left without a look: page {self.opened} before {self.page.url}")
        self.opened += 1
