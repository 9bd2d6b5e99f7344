"""Pictures of goods from a ZIP file, matched by name (R1-025, end of J23)."""
import base64
import io
import zipfile
from unittest.mock import patch

from PIL import Image

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..adapters import pictures
from .import_common import ImportCase


def picture(colour):
    out = io.BytesIO()
    Image.new("RGB", (40, 20), colour).save(out, "PNG")
    return out.getvalue()


@tagged("post_install", "-at_install")
class TestImportPictures(ImportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ops = cls._user("imp_ops", "group_ops")
        cls.coat = cls.env["product.template"].create({"name": "Coat", "dealer_goods_code": "PIC-大衣"})
        cls.scarf, cls.hat = cls.env["product.product"].create([
            {"name": "Scarf", "default_code": "PIC-S"}, {"name": "Hat", "barcode": "6900000000901"}])

    def _import(self, files, user=None, content=None):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, raw in files.items():
                archive.writestr(name, raw)
        wizards = self.env["dealer.import.pictures"].with_user(user or self.presale)
        wizard = wizards.browse(wizards.action_open()["res_id"])
        wizard.write({"file": base64.b64encode(content or out.getvalue()), "filename": "图片.zip"})
        wizard.action_import()
        return wizard

    def test_two_attached_one_listed(self):
        wizard = self._import({"PIC-大衣.png": picture("red"), "颜色/6900000000901.PNG": picture("blue"), "PIC-X.png": picture("red")})
        self.assertEqual((wizard.attached, wizard.left_count), (2, 1))
        self.assertIn("PIC-X.png", wizard.left_out)
        self.assertTrue(self.coat.image_1920 and self.hat.image_1920)
        self.assertFalse(self.scarf.image_1920 or wizard.file)
        before = self.coat.image_1920
        self._import({"PIC-大衣.png": picture("green"), "PIC-S.png": picture("red")}, self.ops)
        self.assertNotEqual(self.coat.image_1920, before)
        self.assertTrue(self.scarf.image_1920)

    def test_what_is_left_out(self):
        twin = self.env["product.product"].create({"name": "Other scarf", "default_code": "PIC-S"})
        wizard = self._import({
            "PIC-S.png": picture("red"), "PIC-大衣.jpg": b"no picture", "6900000000901.txt": b"text", "__MACOSX/._x.png": b"", ".DS_Store": b""})
        self.assertEqual((wizard.attached, wizard.left_count), (0, 3))
        self.assertFalse(self.coat.image_1920 or self.hat.image_1920 or self.scarf.image_1920 or twin.image_1920)

    def test_names_of_windows(self):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("PIC-AAAA.png", picture("red"))
        content = out.getvalue().replace(b"PIC-AAAA", "PIC-大衣".encode("gbk"))
        self.assertEqual(self._import({}, content=content).attached, 1)

    def test_files_that_are_refused(self):
        self.patch(pictures, "MAX_FILES", 2)
        self.patch(pictures, "MAX_PICTURE", 500)
        for files, content in (({}, b"no zip"), ({f"{number}.png": b"" for number in range(3)}, None)):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self._import(files, content=content)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("PIC-S.png", b"0" * 400)
        locked = bytearray(out.getvalue())
        for start in (6, locked.index(b"PK\x01\x02") + 8):
            locked[start] |= 1  # says that there is a password
        with self.assertRaisesRegex(UserError, "."), self.env.cr.savepoint():
            self._import({}, content=bytes(locked))
        bomb = self._import({"PIC-S.png": b"0" * 1000})
        self.assertEqual((bomb.attached, bomb.left_count), (0, 1))
        self.patch(pictures, "MAX_BYTES", 100)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._import({"PIC-S.png": b"0" * 400})

    def test_a_bomb_is_listed(self):
        with patch.object(Image, "MAX_IMAGE_PIXELS", 100):
            wizard = self._import({"PIC-S.png": picture("red")})
        self.assertFalse(self.scarf.image_1920)
        self.assertIn("make the picture smaller", wizard.left_out)

    def test_who(self):
        for user in (self.buyer, self.rep, self.manager):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self._import({"PIC-S.png": picture("red")}, user)
        wizard = self._import({"PIC-S.png": picture("red")})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            wizard.with_user(self.ops).read(["left_out"])
