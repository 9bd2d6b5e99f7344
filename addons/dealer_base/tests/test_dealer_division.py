"""The division table in the database."""
import psycopg2

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .import_common import ImportCase


@tagged("post_install", "-at_install")
class TestDivision(ImportCase):
    def _division(self, code):
        return self.env["dealer.division"].search([("code", "=", code)])

    def test_provinces_have_their_states(self):
        provinces = self.env["dealer.division"].search([("level", "=", "province")])
        china = self.env.ref("base.cn")
        self.assertEqual(len(provinces), 34)
        self.assertEqual(set(provinces.state_id.ids), set(china.state_ids.ids))
        self.assertEqual(self._division("510000").state_id, self.env.ref("base.state_cn_SC"))
        self.assertEqual(self._division("440305").state_id, self.env.ref("base.state_cn_GD"))

    def test_find(self):
        divisions = self.env["dealer.division"]
        self.assertEqual(divisions._find("四川", "成都", "武侯").code, "510107")
        self.assertEqual(divisions._find("火星")[0], "unknown_division")
        self.assertEqual(divisions._find("江苏省", "", "鼓楼区")[0], "ambiguous_district")
        division, match = divisions._match("山东省", "莱芜市")
        self.assertEqual((division.complete_name, match.warning), ("山东省济南市莱芜区", "historic_name"))

    def test_ancestors(self):
        self.assertEqual(self._division("440305")._ancestor_codes(), ["440305", "440300", "440000"])
        self.assertEqual(self._division("371202")._ancestor_codes(), ["370116", "370100", "370000", "371202"])
        self.assertEqual(self._division("371202")._current().code, "370116")
        division = self._division("440305")
        division._ancestor_codes()
        with self.assertQueryCount(0):
            division._ancestor_codes()

    def test_alias_works_at_once(self):
        divisions = self.env["dealer.division"]
        self.assertEqual(divisions._find("四川省", "成都市", "某某片")[0], "district_not_in_city")
        alias = self.env["dealer.division.alias"].create({
            "name": "某某片", "division_id": self._division("510107").id, "scope_id": self._division("510100").id})
        self.assertEqual(divisions._find("四川省", "成都市", "某某片").code, "510107")
        alias.unlink()
        self.assertEqual(divisions._find("四川省", "成都市", "某某片")[0], "district_not_in_city")

    def test_closing_a_code(self):
        old, new = self._division("440305"), self._division("440304")
        old.write({"valid_to": "2030-12-31", "replaced_by_id": new.id})
        division, match = self.env["dealer.division"]._match("广东省", "深圳市", "南山区")
        self.assertEqual((division, match.warning), (new, "historic_name"))

    def test_upgrade_leaves_edited_rows(self):
        data = self.env["ir.model.data"].search([("module", "=", "dealer_base"), ("model", "=like", "dealer.division%")])
        self.assertGreater(len(data), 3_300)
        self.assertEqual(set(data.mapped("noupdate")), {True})

    def test_constraints(self):
        for values in ({"code": "44030"}, {"code": "44030x"}, {"code": "440305"}, {"code": "990000", "valid_to": "2020-01-01"}):
            with self.assertRaises(psycopg2.IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                self.env["dealer.division"].create({"name": "x", "short_name": "x", "level": "district", **values})

    def test_rights(self):
        division = self._division("440305")
        division.with_user(self.rep).read(["name"])
        with self.assertRaises(AccessError):
            division.with_user(self.rep).write({"name": "x"})
        with self.assertRaises(AccessError):
            division.with_user(self._user("imp_opsm", "group_ops_manager")).unlink()

    def test_every_place_has_its_own_address(self):
        """A store's address neither comes from its dealer nor goes up to it."""
        company = self.env["res.partner"].create({"name": "c", "is_company": True, "dealer_level": "sales_company"})
        dealer = self.env["res.partner"].create({"name": "d", "is_company": True, "dealer_level": "dealer", "parent_id": company.id})
        store = self.env["res.partner"].create({
            "name": "s", "is_company": True, "dealer_level": "store", "parent_id": dealer.id, "street": "store street"})
        self.assertFalse(dealer.street)
        dealer.street = "dealer street"
        company.street = "company street"
        self.assertEqual((store.street, dealer.street), ("store street", "dealer street"))
        store.write({"street": "new street", "type": "contact"})
        self.assertEqual((dealer.street, store.type), ("dealer street", "other"))

    def test_partner_address(self):
        partner = self.env["res.partner"].new({"division_id": self._division("440305").id})
        partner._onchange_division_id()
        self.assertEqual((partner.country_id.code, partner.state_id.name, partner.city), ("CN", "广东省", "深圳市南山区"))
        for code, city in (("310104", "徐汇区"), ("442000", "中山市"), ("429021", "神农架林区"), ("810000", "香港特别行政区")):
            self.assertEqual(partner._division_address(self._division(code))["city"], city)
