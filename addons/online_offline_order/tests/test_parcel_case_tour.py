"""Journey J27 in the browser, in Chinese: claimed by after-sale service, sent again by a colleague, booked by finance."""
from odoo.tests import HttpCase, tagged

from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestParcelCaseTour(ReturnCommon, HttpCase):
    def test_j27_by_three_people(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        settlement = self.users["fin_settlement"]
        for user in (self.aftersale, self.other_aftersale, settlement):
            user.lang = "zh_CN"
        parcel = self._ship_now(self._approved()).parcel_ids
        self.env["logistics.parcel.event"].with_user(self.aftersale).create({"parcel_id": parcel.id, "state": "lost"})
        self.start_tour("/odoo/dealer-parcel-cases", "parcel_case_claim", login=self.aftersale.login)
        self.start_tour("/odoo/dealer-parcel-cases", "parcel_case_reship", login=self.other_aftersale.login)
        self.start_tour("/odoo/dealer-carrier-claims", "parcel_case_book", login=settlement.login)
        case = parcel.case_ids
        self.assertEqual((case.state, case.claim_state, case.claim_amount, case.claim_booked_by), ("reshipped", "booked", 360, settlement))
        self.assertEqual(case.transfer_ids.state, "assigned")
        self.assertLedger(self.account, 4320, 0, 4320)
