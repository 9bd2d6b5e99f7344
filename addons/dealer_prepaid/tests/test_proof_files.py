"""What may prove a document (S08): pictures and PDF, written anew; nothing that runs, lies about its kind or is too large."""
import contextlib
import io
import random
import warnings
import zipfile
from unittest.mock import patch

from PIL import Image

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.dealer_base.adapters import proof_file

from .common import PrepaidCommon


def picture(kind="PNG", size=(40, 30), mode="RGB", **options):
    out = io.BytesIO()
    Image.new(mode, size, 1 if mode in ("1", "P") else 200).save(out, kind, **options)
    return out.getvalue()


def _zip(name):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "x")
    return out.getvalue()


PNG, JPEG = picture(), picture("JPEG")
HOSTILE = {
    "nothing": (b"", "empty"),
    "svg with a script": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "kind"),
    "svg after a declaration": (b"<?xml version='1.0'?><svg/>", "kind"),
    "html": (b"<html><script>alert(1)</script></html>", "kind"),
    "html with a byte order mark": (b"\xef\xbb\xbf<!DOCTYPE html>", "kind"),
    "script": (b"#!/bin/sh\nrm -rf /", "kind"),
    "program": (b"MZ\x90\x00" + b"\x00" * 60, "kind"),
    "elf": (b"\x7fELF" + b"\x00" * 60, "kind"),
    "archive": (_zip("a.txt"), "kind"),
    "office document with macros": (_zip("word/vbaProject.bin"), "kind"),
    "text": (b"5000.00 paid", "kind"),
    "empty picture": (b"\x89PNG\r\n\x1a\n", "kind broken"),
    "half a picture": (PNG[:30], "kind broken"),
    "half a photograph": (JPEG[:200], "kind broken"),
    "picture head on html": (b"GIF89a<script>alert(1)</script>", "kind broken"),
    "tiff": (b"II*\x00" + b"\x00" * 60, "kind"),
    "icon": (b"\x00\x00\x01\x00\x01\x00" + b"\x00" * 60, "kind"),
    "too many pixels": (picture(size=(9000, 9000), mode="1"), "pixels"),
    "too large": (b"%PDF-1.4" + b"0" * proof_file.BYTES_MAX, "large"),
    "pdf that begins with html": (b"<html>%PDF-1.4", "kind"),
}


@tagged("post_install", "-at_install")
class TestProofFiles(PrepaidCommon):
    def _upload(self, raw, name="slip.png", **values):
        return self.env["ir.attachment"].with_user(self.users["fin_cashier"]).create({"name": name, "raw": raw, **values})

    def test_twenty_hostile_files(self):
        self.assertEqual(len(HOSTILE), 20)
        for name, (raw, codes) in HOSTILE.items():
            with self.subTest(name):
                with self.assertRaises(proof_file.ProofError) as caught:
                    proof_file.clean(raw)
                self.assertIn(caught.exception.args[0], codes.split())

    def test_three_hundred_damaged_pictures(self):
        """S08: whatever is broken in a picture, it is refused with a code or kept as another picture that reads."""
        dice, good = random.Random(8), (PNG, JPEG, picture("GIF", mode="P"), picture("BMP"), picture("PNG", mode="RGBA"), picture("JPEG", mode="L"))
        kept = 0
        for number in range(300):
            raw = bytearray(good[number % len(good)])
            for _change in range(dice.randrange(1, 20)):
                raw[dice.randrange(min(len(raw), dice.choice((60, 10**9))))] = dice.randrange(256)
            with self.subTest(number), contextlib.suppress(proof_file.ProofError), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                again, mimetype = proof_file.clean(bytes(raw[:dice.randrange(1, len(raw))] if number % 5 == 0 else raw))
                self.assertIn(mimetype, ("image/png", "image/jpeg"))
                with Image.open(io.BytesIO(again)) as image:
                    image.load()
                kept += 1
        self.assertGreater(kept, 10, "some are only scratched")

    def test_pictures_stay_and_lose_what_hides_behind_them(self):
        comment = b"<script>alert(1)</script>"
        exif = Image.Exif()
        exif[0x010E], exif[0x0112] = "Home of the cashier", 6
        for name, raw in (("png", PNG + comment), ("jpeg", JPEG + comment), ("gif", picture("GIF", mode="P") + comment),
                          ("bmp", picture("BMP") + comment), ("turned", picture("JPEG", exif=exif))):
            with self.subTest(name):
                kept, mimetype = proof_file.clean(raw)
                self.assertNotIn(comment, kept)
                self.assertNotIn(b"Home of", kept)
                self.assertEqual(proof_file.clean(raw), (kept, mimetype), "the same upload is the same file")
                with Image.open(io.BytesIO(kept)) as image:
                    self.assertEqual(image.size, (30, 40) if name == "turned" else (40, 30))
                self.assertEqual(mimetype, "image/jpeg" if name in ("jpeg", "turned") else "image/png")

    def test_a_document_refuses_them_with_the_name_of_the_file(self):
        for values in ({"raw": b"<svg/>"}, {"raw": b"x", "mimetype": "application/pdf"}):
            with self.subTest(values), self.assertRaisesRegex(UserError, '"bad.svg" is neither a picture'):
                self._submitted_topup(self.d1, 5000, proof_ids=[Command.set(self._upload(name="bad.svg", **values).ids)])
        link = self.env["ir.attachment"].with_user(self.users["fin_cashier"]).create({"name": "l", "type": "url", "url": "https://example.com/a.png"})
        with self.assertRaisesRegex(UserError, "A link is no proof"):
            self._submitted_topup(self.d1, 5000, proof_ids=[Command.set(link.ids)])

    def test_a_draft_cannot_be_given_another_content(self):
        file = self._upload(PNG + b"tail")
        topup = self.env["prepaid.topup"].with_user(self.users["fin_cashier"]).create({
            "partner_id": self.d1.id, "amount": 5000, "payer_name": "P", "proof_ids": [Command.set(file.ids)]})
        self.assertFalse(file.raw.endswith(b"tail"))
        with self.assertRaisesRegex(UserError, "neither a picture"):
            file.write({"raw": b"<html>"})
        with self.assertRaisesRegex(UserError, "neither a picture"):
            topup.write({"proof_ids": [Command.link(self._upload(b"text").ids[0])]})

    def test_a_changed_file_is_looked_for_once_in_each_model(self):
        file, topups = self._upload(PNG), self.env.registry["prepaid.topup"]
        topup = self.env["prepaid.topup"].with_user(self.users["fin_cashier"]).create({
            "partner_id": self.d1.id, "amount": 5000, "payer_name": "P", "proof_ids": [Command.set(file.ids)]})
        with patch.object(topups, "search", autospec=True, side_effect=topups.search) as searched:
            file.write({"raw": PNG + b"tail"})
        self.assertEqual(searched.call_count, 1)
        self.assertFalse(file.raw.endswith(b"tail"), "and what hides behind the new picture is gone")
        models = self.env["ir.attachment"]._proof_models()
        self.assertIs(models, self.env["ir.attachment"]._proof_models(), "the registry is gone through once")
        self.assertIn(("prepaid.topup", ("proof_ids",)), models)
        topup.action_submit()
        with self.assertRaisesRegex(UserError, "proves .*, which is no longer a draft"):
            file.write({"raw": PNG})

    def test_the_files_of_others_are_not_named(self):
        proof = self._proof(name="secret.pdf")
        topup = self._submitted_topup(self.d1, 5000, proof_ids=[Command.set(proof.ids)])
        stranger = proof.with_user(self.users["wh_operator"])
        for step in (stranger.unlink, lambda: stranger.write({"raw": PNG}), lambda: stranger.write({"name": "x"})):
            with self.assertRaises(AccessError) as caught:
                step()
            self.assertNotIn("secret", str(caught.exception))
            self.assertNotIn(topup.name, str(caught.exception))
        unbound = self._upload(PNG + b"tail", name="secret.png")
        for raw in (None, b"<html>"):
            if raw:
                unbound.sudo().raw = raw
            with self.assertRaises(AccessError) as caught:
                self.env["prepaid.topup"].with_user(self.users["cs_presale"]).create(
                    {"partner_id": self.d1.id, "amount": 5, "proof_ids": [Command.set(unbound.ids)]})
            self.assertNotIn("secret", str(caught.exception))
            self.assertEqual(unbound.raw, raw or PNG + b"tail", "nor are they changed")
