"""Short form of the burst of submits: eight users, nothing that depends on the speed of the machine. The long form is ``bin/drill orders``."""
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

from .order_burst import order_cases
from .yard import pool_size


@tagged("post_install", "-at_install")
class TestOrderBurst(BaseCase):
    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_submits(self):
        with pool_size(40):
            for figures in order_cases(get_db_name(), 8):
                with self.subTest(figures["case"]):
                    self.assertEqual(figures["problems"], [], figures)
