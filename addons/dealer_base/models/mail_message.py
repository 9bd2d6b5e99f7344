from odoo import api, models
from odoo.exceptions import UserError

# What readers may do with a message: mark, answer with a sign, be notified.
OPEN = frozenset((
    "starred", "starred_partner_ids", "needaction", "notification_ids", "notified_partner_ids", "reaction_ids", "pinned_at", "message_link_preview_ids"))


class MailMessage(models.Model):
    """The timeline of a document is its history: once the document has left its draft, no message in it changes or goes."""

    _inherit = "mail.message"

    @api.model
    def _history_models(self):
        """Hook: models whose messages are history. Extend: return super's dict plus own ones.

        :return: {model name: name of its state field}; records without a state or in "draft" are free.
        """
        mixin = self.env.registry["dealer.flow.mixin"]
        return {
            name: "state" for name, model in self.env.registry.items()
            if issubclass(model, mixin) and not model._abstract and not model._transient and "state" in model._fields}

    def _refuse_history(self):
        """Refuse messages of documents that have left their draft.

        :raises UserError: naming the document.
        """
        states = self._history_models()
        for model, messages in self.sudo().filtered("model").grouped("model").items():  # sudo: the history stays whoever may read the document
            if model not in states:
                continue
            for document in self.env[model].sudo().browse(messages.mapped("res_id")).exists():  # sudo: see above
                if document[states[model]] not in (False, "draft"):
                    raise UserError(self.env._(
                        "The messages of %s are its history and stay as they are: write another message instead.", document.display_name))

    def write(self, vals):
        if not self.env.su and vals.keys() - OPEN:
            self._refuse_history()
        return super().write(vals)

    def unlink(self):
        if not self.env.su:
            self._refuse_history()
        return super().unlink()
