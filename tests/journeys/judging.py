"""Whether a page as it stands is open to everybody, by axe and by plain measures."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.journeys.visitors import Watch, settle

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
JUDGED = """async (runOnly) => (await axe.run(document, { runOnly, resultTypes: ["violations"], preload: false }))
    .violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(" ")}`)"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What becomes blocks on a phone needs no scrolling there.
CLIPPED = """[...document.querySelectorAll(".table-stacked")].filter(
    table => table.scrollWidth > table.parentElement.clientWidth).map(table => table.caption.textContent)"""
WIDTHS = {"a phone": 360, "a desk": 1280}
# A desk in the light shows nothing that these do not: its colours are those of the phone, its places those of the dark.
LOOKS = (("a phone", "light", STANDARD), ("a desk", "dark", STANDARD))


def judge(page: Page, watch: Watch) -> list[str]:
    """Give what is wrong with a page on a phone and a desk, with large text, and in both themes."""
    faults = []
    for device, width in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 900})
        faults += too_wide(page, f"on {device}")
    page.set_viewport_size({"width": WIDTHS["a phone"], "height": 900})
    faults += [f"On a phone a part is cut off of: {table}" for table in page.evaluate(CLIPPED)]
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    faults += too_wide(page, "on a phone with text twice as large")
    page.evaluate("document.documentElement.style.fontSize = ''")
    # What axe does to the page itself is not the page's fault.
    faults += watch.faults
    page.evaluate(AXE_SCRIPT)
    for device, theme, rules in LOOKS:
        page.set_viewport_size({"width": WIDTHS[device], "height": 900})
        page.emulate_media(color_scheme=theme)
        settle(page)
        faults += [f"{theme}, on {device}: {fault}" for fault in page.evaluate(JUDGED, rules)]
    return faults


def too_wide(page: Page, where: str) -> list[str]:
    excess = page.evaluate(TOO_WIDE)
    return [f"{excess} px too wide {where}"] if excess > 0 else []
