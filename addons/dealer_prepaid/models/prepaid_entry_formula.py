from odoo import api, fields, models

from odoo.addons.dealer_base.money import to_fen, yuan

LEFT_OVER = ("season_refund", "expiry")  # these take what is left of their lots


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
        lots = {("prepaid.lot", lot) for lot, _fen in self.lots or () if lot} if self.kind in LEFT_OVER else set()
        return lots | ({(self.res_model, self.res_id)} if self.res_model and self.res_id else set())

    def _formula_text(self, documents):
        """Hook: say why the entry has its amount. Extend for documents of other addons, and name them in ``_formula_refs``.

        :param documents: what :meth:`_formula_documents` found.
        :return: text, "" where the document gives no reason.
        """
        self.ensure_one()
        document = documents.get((self.res_model, self.res_id))
        if not document:
            return ""
        if self.kind in LEFT_OVER:
            return self._left_over_text(document, documents)
        if self.kind == "carry_out" and document._name == "prepaid.hold":
            return self._carried_text(document)
        if self.kind == "clawback":
            if document._name == "prepaid.topup.reversal":
                return self._reversal_claim_text(document)
            if "clawback_plan" in document._fields and document.clawback_plan:
                return self._claim_text(document)
        return "\n".join(filter(None, [self._taken_back_text(), self._reason_text(document)]))

    def _reason_text(self, document):
        """Give why the document was made: its words, else its reason of the list."""
        names = [name for name in ("reason", "reverse_reason") if name in document._fields and isinstance(document[name], str)]
        text = next((document[name] for name in names if document[name]), "")
        field = document._fields.get("reason_id")
        return text or (document.reason_id.name or "" if field is not None and field.comodel_name == "prepaid.reason" else "")

    def _taken_back_text(self):
        """Say which entry this one takes back."""
        back = self.sudo().reversed_entry_id  # sudo: why it was booked belongs to the entry
        return self.env._(
            "Takes back %(label)s of %(date)s: %(amount)s CNY.", label=back.label, date=back.date, amount=yuan(abs(to_fen(back.amount)))) if back else ""

    def _left_over_text(self, document, documents):
        """Say what was left of each lot that the entry took whole: what came in less what was used before."""
        if self.kind == "season_refund":
            head = self.env._("What is left of the owner's own money is paid back, without interest.")
        elif document._name == "prepaid.lot":
            head = self.env._("The last day %s is over: what is left expires.", document.expires_on)
        else:
            head = self.env._("What is left ends with the account, by the rule of its bucket.")
        lines, total = [head], abs(to_fen(self.amount))
        for lot_id, fen in self.lots or ():
            lot = documents.get(("prepaid.lot", lot_id))
            if lot:
                lines.append(self.env._(
                    "%(lot)s: %(came)s − %(used)s used before = %(left)s", lot=lot.display_name, came=yuan(to_fen(lot.initial)),
                    used=yuan(to_fen(lot.initial) - abs(fen)), left=yuan(abs(fen))))
        if len(lines) > 2:
            lines.append(self.env._("Together %s CNY.", yuan(total)))
        return "\n".join(lines)

    def _carried_text(self, hold):
        """Say what of a hold moves to the next season."""
        held, left = to_fen(hold.amount), abs(to_fen(self.amount))
        return self.env._(
            "Held for %(label)s: %(held)s − %(before)s taken or given back before = %(left)s CNY, which go on in the next season.",
            label=hold.label, held=yuan(held), before=yuan(held - left), left=yuan(left))

    def _reversal_claim_text(self, document):
        """Say which bonus goes back with a top-up that is reversed."""
        topup = document.topup_id
        return self.env._(
            "%(topup)s of %(amount)s CNY earned %(bonus)s CNY by %(rule)s; with its reversal %(back)s CNY go back: what is left of it to take back.",
            topup=topup.name, amount=yuan(to_fen(topup.amount)), bonus=yuan(to_fen(topup.bonus_amount)), rule=topup.bonus_rule_id.display_name,
            back=yuan(abs(to_fen(self.amount))))

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
