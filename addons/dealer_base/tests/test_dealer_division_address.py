"""Pasted addresses in the database."""
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from .import_common import ImportCase


@tagged("post_install", "-at_install")
class TestDivisionAddress(ImportCase):
    def _parse(self, text):
        return self.env["dealer.division"]._parse_addresses([text])[0]

    def test_division_and_no_query(self):
        divisions = self.env["dealer.division"]
        division, parsed = self._parse("广东省深圳市南山区科技园1号")
        self.assertEqual((division.code, division.complete_name, parsed.street), ("440305", "广东省深圳市南山区", "科技园1号"))
        with self.assertQueryCount(0):
            divisions._parse_addresses(["朝阳区建国路88号", "江苏昆山市玉山镇"] * 100)

    def test_ambiguous_and_unknown_have_no_division(self):
        for text, status in (("朝阳区建国路88号", "ambiguous"), ("火星", "unknown"), ("", "unknown")):
            division, parsed = self._parse(text)
            self.assertEqual((bool(division), parsed.status), (False, status))

    def test_alias_and_closing_work_at_once(self):
        divisions = self.env["dealer.division"]
        self.assertEqual(self._parse("四川省成都市某某片")[0].code, "510100")
        wuhou = divisions.search([("code", "=", "510107")])
        alias = self.env["dealer.division.alias"].create({"name": "某某片", "division_id": wuhou.id, "scope_id": wuhou.parent_id.id})
        self.assertEqual(self._parse("四川省成都市某某片")[0], wuhou)
        alias.unlink()
        self.assertEqual(self._parse("四川省成都市某某片")[0].code, "510100")
        wuhou.write({"valid_to": "2030-12-31", "replaced_by_id": divisions.search([("code", "=", "510104")]).id})
        division, parsed = self._parse("成都市武侯区1号")
        self.assertEqual((division.code, parsed.warnings), ("510104", ("historic_name",)))

    def test_for_other_programs(self):
        found, several = self.env["dealer.division"].with_user(self.rep).parse_addresses(["王小明 13800138000 成都市武侯区科华北路8号", "朝阳区"])
        self.assertEqual(
            [found[key] for key in ("status", "code", "province", "city", "district", "street", "contact", "phone", "sure", "message")],
            ["found", "510107", "四川省", "成都市", "武侯区", "科华北路8号", "王小明", "13800138000", True, ""])
        self.assertEqual([candidate["code"] for candidate in several["candidates"]], ["110105", "220104"])
        self.assertIn("110105", several["message"])
        for wrong in ("text", [1], ["x"] * 5_001):
            with self.assertRaises(UserError):
                self.env["dealer.division"].parse_addresses(wrong)
        public = new_test_user(self.env, login="addr_public", groups="base.group_public")
        with self.assertRaises(AccessError):
            self.env["dealer.division"].with_user(public).parse_addresses(["x"])

    def test_messages(self):
        divisions = self.env["dealer.division"]
        for text, words in (
            ("火星", "No region"), ("朝阳区", "several regions"), ("四川省杭州市", "do not belong together"), ("朝阳建国路88号", "short name only"),
            ("四川省成都市", "no district"), ("广东省东莞市", ""), ("广东省深圳市南山区", ""),
        ):
            message = divisions._address_message(text, self._parse(text)[1])
            self.assertIn(words, message)
            self.assertEqual(bool(words), bool(message))

    def test_paste_on_the_form(self):
        with Form(self.env["res.partner"].with_user(self.presale)) as form:
            form.name = "Consumer"
            form.pasted_address = "浙江省杭州市余杭区文一西路969号 王小明 13800138000"
            self.assertEqual((form.division_id.code, form.street, form.phone, form.name), ("330110", "文一西路969号", "13800138000", "Consumer"))
            self.assertFalse(form.pasted_address)
        partner = self.env["res.partner"].search([("phone", "=", "13800138000"), ("street", "=", "文一西路969号")])
        self.assertEqual((partner.state_id.name, partner.city), ("浙江省", "杭州市余杭区"))

    def test_paste_for_other_programs_reads_the_text_once(self):
        partner, divisions = self.env["res.partner"].create({"name": "x"}), self.env.registry["dealer.division"]
        with patch.object(divisions, "_parse_addresses", autospec=True, side_effect=divisions._parse_addresses) as read:
            answer = partner.paste_address("浙江省杭州市余杭区文一西路969号")
        self.assertEqual((read.call_count, answer["code"], partner.division_id.code), (1, "330110", "330110"))
        with self.assertRaises(UserError):
            partner.paste_address(5)

    def test_paste_that_is_ambiguous_changes_nothing(self):
        partner = self.env["res.partner"].new({"name": "x", "street": "old", "pasted_address": "朝阳区建国路88号"})
        warning = partner._onchange_pasted_address()["warning"]
        self.assertIn("220104", warning["message"])
        self.assertEqual((partner.division_id.id, partner.street, partner.pasted_address), (False, "old", "朝阳区建国路88号"))
