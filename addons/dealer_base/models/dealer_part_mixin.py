from odoo import api, models


class DealerPartMixin(models.AbstractModel):
    """Lines that are written while their document is a draft; who writes one is an editor of the document.

    The model names the field that leads to its document, which has :meth:`_need_draft` and the mixin of the editors. A line goes into another document
    as little as out of one: both have to be drafts.
    """

    _name = "dealer.part.mixin"
    _description = "Line of a document that is a draft"

    _part_of = None  # name of the field that leads to the document

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._touched()
        return lines

    def write(self, vals):
        self._touched()
        result = super().write(vals)
        self._touched()  # it may belong to another document now
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        self._touched()

    def _touched(self):
        """Refuse lines of documents that are no drafts any more, and remember who wrote. Extend for what else a line needs; the program may all."""
        if not self.env.su and self:
            documents = self[self._part_of]
            documents._need_draft()
            documents._remember_editor()
