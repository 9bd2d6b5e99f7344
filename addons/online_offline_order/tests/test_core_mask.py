"""What is left of a consumer's name, phone and street for people who may not see them."""
from odoo.addons.online_offline_order.adapters.mask import mask_name, mask_phone, mask_street

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase


class TestMask(BaseCase):
    def test_masks(self):
        for mask, cases in (
                (mask_name, {"张三": "张*", "欧阳修": "欧*", " Test ": "T*", "": "", False: ""}),
                (mask_phone, {"13800000001": "138****0001", "+86 138-0000-0001": "861****0001", "66112": "****12", "": "", False: ""}),
                (mask_street, {"春熙路1号": "****", "": "", False: ""})):
            for text, expected in cases.items():
                with self.subTest(mask=mask.__name__, text=text):
                    self.assertEqual(mask(text), expected)
