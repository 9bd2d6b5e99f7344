"""R1-007: the figures of the day are read on a phone of 390 points."""
from odoo.tests import HttpCase, tagged

from .performance_common import PerformanceCommon

READY = "!!document.querySelector('.o_kanban_renderer .o_kanban_record:not(.o_kanban_ghost)')"
FITS = """
(() => {
    const wide = [document.documentElement, document.body, ...document.querySelectorAll(".o_action_manager, .o_content, .o_kanban_renderer, .o_kanban_record")]
        .filter((one) => one.scrollWidth > Math.max(one.clientWidth, 1) + 1 || one.getBoundingClientRect().right > window.innerWidth + 1);
    if (window.innerWidth > 400 || wide.length) {
        console.error(`${window.innerWidth} wide, too wide: ${wide.map((one) => one.className || one.tagName).join(", ")}`);
    } else {
        console.log("test successful");
    }
})()
"""


@tagged("post_install", "-at_install")
class TestDashboardPhone(PerformanceCommon, HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_nothing_is_too_wide(self):
        self._sold(f"{self.company._dealer_today():%Y-%m}", 123_456_789.01)
        self.browser_js("/odoo/dealer-dashboard", FITS, READY, login=self.boss.login)
