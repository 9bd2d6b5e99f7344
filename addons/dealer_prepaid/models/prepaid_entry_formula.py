from odoo import api, fields, models

from odoo.addons.dealer_base.money import to_fen, yuan


class PrepaidEntryFormula(models.Model):
    """Why an entry has its amount: the formula of a shipment, the reason of a document."""

    _inherit = "prepaid.entry"

    formula = fields.Text(compute="_compute_formula", string="Why this amount", help="How a shipment's amount was worked out; the reason of other documents.")

    @api.depends("res_model", "res_id", "components")
    @api.depends_context("lang")
    def _compute_formula(self):
        documents = self._formula_documents()
        for entry in self:
            entry.formula = entry._formula_text(documents) or False

    def _formula_documents(self):
        """Look up what the texts of all these entries are made from, one query a model.

        :return: {(model, id): record in sudo}; deleted documents are left out.
        """
        ids, found = {}, {}
        for entry in self:
            for model, res_id in entry._formula_refs():
                if model in self.env:
                    ids.setdefault(model, set()).add(res_id)
        for model, of_model in ids.items():
            documents = self.env[model].sudo().browse(sorted(of_model)).exists()  # sudo: why it was booked belongs to the entry
            found.update({(model, document.id): document for document in documents})
        return found

    def _formula_refs(self):
        """Hook: name the documents that the text of an entry is made from. Extend: return super's set plus own (model, id)."""
        self.ensure_one()
        return {(self.res_model, self.res_id)} if self.res_model and self.res_id else set()

    def _formula_text(self, documents):
        """Hook: say why the entry has its amount. Extend for documents of other addons, and name them in ``_formula_refs``.

        :param documents: what :meth:`_formula_documents` found.
        :return: text, "" where the document gives no reason.
        """
        self.ensure_one()
        document = documents.get((self.res_model, self.res_id))
        if not document:
            return ""
        if self.kind == "clawback" and "clawback_plan" in document._fields and document.clawback_plan:
            return self._claim_text(document)
        names = [name for name in ("reason", "reverse_reason") if name in document._fields and isinstance(document[name], str)]
        text = next((document[name] for name in names if document[name]), "")
        field = document._fields.get("reason_id")
        return text or (document.reason_id.name or "" if field is not None and field.comodel_name == "prepaid.reason" else "")

    def _claim_text(self, document):
        """Say which bonus goes back: what the top-up earned by which rule, and what is no longer earned of it."""
        lines = []
        for topup_id, gift, cash in document.clawback_plan:
            topup = self.env["prepaid.topup"].sudo().browse(topup_id)  # sudo: why it was booked belongs to the entry
            lines.append(self.env._(
                "%(topup)s of %(amount)s CNY earned %(bonus)s CNY by %(rule)s. %(leaves)s CNY leave with %(document)s: %(back)s CNY of it are no "
                "longer earned, %(gift)s from the gift credit left + %(cash)s spent, from cash.",
                topup=topup.name, amount=yuan(to_fen(topup.amount)), bonus=yuan(to_fen(topup.bonus_amount)), rule=topup.bonus_rule_id.display_name,
                leaves=yuan(to_fen(document.amount)), document=document.name, back=yuan(gift + cash), gift=yuan(gift), cash=yuan(cash)))
        return "\n".join(lines)
