from odoo import api, models


class DealerProofMixin(models.AbstractModel):
    """Files that prove a document: whoever may read the document may read them.

    The web client leaves an uploaded file without a document, readable by its author alone; the second person could then
    not even open the form. A model that inherits this names its file fields in ``_proof_fields``.
    """

    _name = "dealer.proof.mixin"
    _description = "Document with proof files"

    _proof_fields = ()

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._bind_proofs()
        return records

    def write(self, vals):
        result = super().write(vals)
        if any(name in vals for name in self._proof_fields):
            self._bind_proofs()
        return result

    def _bind_proofs(self):
        """Bind the files that the current user uploaded and nobody has bound yet; files of others stay where they are."""
        for document in self:
            for name in self._proof_fields:
                files = document[name].sudo().filtered(  # sudo: binding is the point of the call; only own unbound files are touched
                    lambda file: file.create_uid == self.env.user and not file.res_id and not file.res_field)
                if files:
                    files.write({"res_model": document._name, "res_id": document.id})
