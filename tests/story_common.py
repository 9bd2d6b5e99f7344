"""The loaded story as a test class, for everything that needs a running company."""
import pathlib

from odoo.addons.dealer_prepaid.tests.common import PrepaidCommon

from tools.story import tale
from tools.story.stage import Stage

DATA = pathlib.Path(__file__).resolve().parents[1] / "data"


class Rehearsal(Stage):
    """The stage of a test: one transaction that is rolled back, and silence."""

    def keep(self):
        """Write what is pending; nothing is committed."""
        self.env.flush_all()

    def say(self, text):
        """End a step."""
        self.keep()

    def fail(self, text):
        """Fail the test."""
        raise AssertionError(text)


class StoryCommon(PrepaidCommon):
    """The story of data/ in a transaction; steps are taken through ``tools.story.play`` with ``self.stage``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stage = Rehearsal(cls.env, DATA)
        tale.tell(cls.stage)

    def _account_of(self, code):
        """Give the prepaid account that pays for a channel partner."""
        return self.env["prepaid.account"]._for_partner(self.company, self.stage.partner(code))
