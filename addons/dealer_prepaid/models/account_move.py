from odoo import api, fields, models
from odoo.exceptions import UserError

# What a user may still write on a posted entry of the ledger: chatter, sending and printing, the mark of the reviewer.
OPEN = frozenset((
    "access_token", "is_move_sent", "sending_data", "invoice_pdf_report_id", "invoice_pdf_report_file", "message_main_attachment_id", "checked",
    "review_state", "message_ids", "message_follower_ids", "activity_ids", "website_message_ids", "attachment_ids"))


class AccountMove(models.Model):
    """Journal entries that a document of the ledger names stay as they are: the document cannot be taken back, so its books cannot.

    A correction is a return, an adjustment or another document of the ledger, which books its own entries. Code of the server
    books as superuser and is free.
    """

    _inherit = "account.move"

    prepaid_event_date = fields.Date(
        string="Happened on", readonly=True, copy=False, help="The day it happened, where the books have it on a later one because that day is closed.")
    prepaid_plain = fields.Boolean(
        string="Without red", readonly=True, copy=False, help="A credit note on the opposite side: the company reverses without negative amounts.")

    def _compute_is_storno(self):
        super()._compute_is_storno()
        self.filtered("prepaid_plain").is_storno = False

    @api.model
    def _ledger_move_fields(self):
        """Give the fields that name journal entries of documents. Extend for fields on models of other applications.

        :return: list of (model name, field name): stored many2one and many2many fields of our models.
        """
        return [
            (name, field.name) for name, model in self.env.registry.items()
            if name.startswith(("prepaid.", "dealer.")) and not model._abstract and not model._transient
            for field in model._fields.values()
            if field.type in ("many2one", "many2many") and field.comodel_name == "account.move" and field.store and not field.related
        ]

    def _refuse_ledger_moves(self):
        """Refuse entries that a document of the ledger names, for all but code of the server.

        :raises UserError: naming the entry and the document.
        """
        if self.env.su or not self.ids:
            return
        entry = self.env["prepaid.entry"].sudo().search(  # sudo: the books are protected whoever reads the ledger
            ["|", ("move_id", "in", self.ids), ("clearing_move_id", "in", self.ids)], limit=1)
        if entry:
            move = (entry.move_id | entry.clearing_move_id) & self.sudo()  # sudo: the sentence names the move
            raise UserError(self.env._(
                "%(move)s books prepaid entry \"%(entry)s\" and stays as it is: correct it with a return or an adjustment of the prepaid account.",
                move=move[:1].display_name, entry=entry.label))
        for model, name in self._ledger_move_fields():
            document = self.env[model].sudo().with_context(active_test=False).search([(name, "in", self.ids)], limit=1)  # sudo: see above
            if not document:
                continue
            named = (document[name] & self.sudo())[:1]  # sudo: the sentence names the move
            if model == "prepaid.gl.batch":
                raise UserError(self.env._(
                    "%(move)s books batch %(batch)s of the prepaid ledger and stays as it is: reverse the batch as a whole.",
                    move=named.display_name, batch=document.name))
            raise UserError(self.env._(
                "%(move)s books %(document)s and stays as it is: correct it with that document or with another one of the prepaid menus.",
                move=named.display_name, document=document.display_name))

    def _refuse_booked_ledger_moves(self):
        self.filtered(lambda move: move.state != "draft")._refuse_ledger_moves()

    def write(self, vals):
        if not self.env.su and any(name not in OPEN and not name.startswith("activity_") for name in vals):
            self._refuse_booked_ledger_moves()
        return super().write(vals)

    def unlink(self):
        self._refuse_ledger_moves()
        return super().unlink()

    def button_draft(self):
        self._refuse_ledger_moves()
        return super().button_draft()

    def button_cancel(self):
        self._refuse_ledger_moves()
        return super().button_cancel()

    def _reverse_moves(self, default_values_list=None, cancel=False):
        self._refuse_ledger_moves()
        return super()._reverse_moves(default_values_list=default_values_list, cancel=cancel)
