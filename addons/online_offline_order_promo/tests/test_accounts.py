from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from odoo.tests import tagged

from .common import PacketCommon

MIGRATION = Path(__file__).parent.parent / "migrations" / "19.0.1.1.0" / "post-accounts.py"
NAMES = ("promo_asset_account_id", "promo_deposit_account_id", "promo_deposit_income_id")


@tagged("post_install", "-at_install")
class TestAccounts(PacketCommon):
    """Accounts of points, vouchers and deposits are those of the prepaid roles until somebody chooses others."""

    def test_company_of_before_the_upgrade(self):
        accounts = self.env["prepaid.gl.mapping"]._accounts(self.company)
        self.company.write(dict.fromkeys(NAMES, False))
        self.company.promo_deposit_account_id = chosen = accounts["expense"]
        spec = spec_from_file_location("post_accounts", MIGRATION)
        script = module_from_spec(spec)
        spec.loader.exec_module(script)
        for _time in range(2):
            script.migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()
        self.assertEqual([self.company[name] for name in NAMES], [accounts["expense"], chosen, accounts["non_operating_income"]])

    def test_company_without_books(self):
        """A company that has none of these accounts gets none, and nothing fails."""
        company = self.env["res.company"].create({"name": "No books"})
        company._promo_account_setup()
        self.assertFalse(any(company[name] for name in NAMES))
