"""R3, short form: fewer users and turns, and nothing that depends on the speed of the machine. The long form is ``bin/drill burst``."""
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

from . import burst
from .yard import pool_size


@tagged("post_install", "-at_install")
class TestBurst(BaseCase):
    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_bursts(self):
        with pool_size(40):
            for figures in burst.all_cases(get_db_name(), users=12, turns=2, races=6, linger=0.02, orders=30, accounts=5):
                with self.subTest(figures["case"]):
                    self.assertEqual(figures["problems"], [], figures)
