from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command

# Fields of the chatter and the activities say nothing about the business.
CHATTER = ("message_", "activity_", "website_message_", "rating_", "my_activity_")


class DealerEditorsMixin(models.AbstractModel):
    """Documents that remember who wrote them: whoever changed a draft of somebody else does not decide about it afterwards.

    The model calls ``_refuse_editors`` in each step of the second person.
    """

    _name = "dealer.editors.mixin"
    _description = "Document that remembers its editors"

    editor_ids = fields.Many2many(
        "res.users", string="Edited by", readonly=True, copy=False, help="Who changed it after it was entered; they do not decide about it.")

    def write(self, vals):
        if not self.env.su and "editor_ids" in vals:
            raise AccessError(self.env._("Who changed a document is noted by the program, nobody writes it."))
        result = super().write(vals)
        if not self.env.su and any(not name.startswith(CHATTER) for name in vals):
            self._remember_editor()
        return result

    def _remember_editor(self, field="editor_ids"):
        """Keep the current user among those who wrote the documents."""
        new = self.sudo().filtered(lambda record: self.env.user not in record[field])  # sudo: nobody writes the list of editors by hand
        if new:
            new.write({field: [Command.link(self.env.uid)]})

    def _refuse_editors(self):
        """Raise AccessError when the current user wrote one of the documents and would now decide about it."""
        for record in self:
            if self.env.user in record.sudo().editor_ids:  # sudo: the list counts for every role
                raise AccessError(self.env._("Another person must decide on %s: you changed it while it was a draft.", record.display_name))
