"""Visitors with a real browser each, and what may not happen to them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, WebError

WalkIn = Callable[..., Page]
FLAGS = ["--no-sandbox"]
# Leaving a page, or being given a file, ends requests that were under way; nobody misses anything.
LEFT = "net::ERR_ABORTED"


class Watch:
    """Whatever goes wrong around a visitor: scripts, requests, the console, and any word to another host.

    A page may be a refusal, which the test then reads; anything that a page asks for must be there.
    """

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.home = urlsplit(url).netloc
        self.expects_cuts = False
        self.expected: re.Pattern[str] | None = None
        self.faults: list[str] = []
        context.on("request", self._asked)
        context.on("response", self._answered)
        context.on("requestfailed", self._failed)
        context.on("console", self._said)
        context.on("weberror", self._broke)

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob"} and address.netloc != self.home:
            self.faults.append(f"{request.url} was asked of another host")

    def _answered(self, response: Response) -> None:
        refused = response.status >= (500 if response.request.is_navigation_request() else 400)
        if refused:
            self.faults.append(f"{response.url} answered {response.status}")

    def _failed(self, request: Request) -> None:
        if request.failure != LEFT and not self.expects_cuts:
            self.faults.append(f"{request.url} failed: {request.failure}")

    def _said(self, message: ConsoleMessage) -> None:
        # What could not be loaded is judged by its answer.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"{message.location.get('url')} said: {message.text}")

    def _broke(self, error: WebError) -> None:
        self.faults.append(f"{error.page.url if error.page else 'A page'} broke: {error.error}")

    @property
    def unexpected(self) -> list[str]:
        """Give the faults that are none of those that a journey expects, however late they come."""
        return [one for one in self.faults if not (self.expected and self.expected.search(one))]


def arrive(browser: Browser, url: str, **how: Any) -> tuple[Page, Watch]:
    """Give an empty page in a browser context of its own, and its watch; `how` goes to the context."""
    context = browser.new_context(base_url=url, locale="en-GB", reduced_motion="reduce", **how)
    context.set_default_timeout(30_000)
    watch = Watch(context, url)
    return context.new_page(), watch


def walk_in(page: Page, role: str) -> None:
    """Take a role of the sample company by the one click that the first page offers."""
    page.goto("/")
    page.locator(f"form[action$='/enter/{role}/'] button").click()
    page.wait_for_url("/")


def settle(page: Page) -> None:
    """Wait until nothing on the page moves any more, so that colours and sizes are what they will be."""
    page.evaluate("Promise.allSettled(document.getAnimations().map(motion => motion.finished))")
