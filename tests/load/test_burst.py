"""R3, short form: fewer users and turns, and nothing that depends on the speed of the machine. The long form is ``bin/drill burst``."""
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

from . import burst
from .goals import missed
from .yard import pool_size


@tagged("post_install", "-at_install")
class TestBurst(BaseCase):
    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_bursts(self):
        with pool_size(40):
            for figures in burst.all_cases(get_db_name(), users=12, turns=2, races=6, linger=0.02, orders=30, accounts=5):
                with self.subTest(figures["case"]):
                    self.assertEqual(figures["problems"], [], figures)

    def test_the_long_form_names_missed_goals(self):
        """C01, C02, C11, L3: a burst that is late makes the long form fail, and the report says by how much."""
        late = {"case": "C01", "users": 48, "p50": 0.6, "p95": 1.001, "max": 5.2}
        self.assertEqual(missed(late), ["p95 1.001 s, goal 1 s", "max 5.2 s, goal 5 s"])
        self.assertEqual(missed({**late, "p95": 1.0, "max": 5.0}), [])
        self.assertEqual(missed({**late, "users": 96}), [], "no goal is stated for more users")
        self.assertEqual(missed({"case": "C11", "users": 48, "seconds": 10.1}), ["seconds 10.1 s, goal 10 s"])
        self.assertEqual(missed({"case": "C05"}), [])
