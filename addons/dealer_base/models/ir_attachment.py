from odoo import models, tools
from odoo.exceptions import UserError

FIXED = frozenset((
    "datas", "raw", "db_datas", "store_fname", "checksum", "name", "mimetype", "type", "url", "public", "res_model", "res_id", "res_field",
    "company_id", "original_id"))
CONTENT = frozenset(("datas", "raw", "db_datas", "store_fname", "type", "mimetype"))


class IrAttachment(models.Model):
    """A file that proves a document stays as it was when the document was handed on."""

    _inherit = "ir.attachment"

    def write(self, vals):
        if self.env.su or not FIXED & vals.keys():
            return super().write(vals)
        self.check_access("write")  # first, as the refusal names file and document
        drafts = self._refuse_proofs()
        result = super().write(vals)
        if CONTENT & vals.keys():
            # Look again at a file that was exchanged under a draft.
            for document, name in drafts:
                document._clean_proofs(document[name] & self.sudo())  # sudo: the file counts whoever may read the document
        return result

    def unlink(self):
        if not self.env.su:
            self.check_access("unlink")  # first, as the refusal names file and document
            self._refuse_proofs()
        return super().unlink()

    def _delete_and_notify(self, message=None):
        # The chatter deletes a file of its author with superuser rights: proofs stay whoever deletes, except for code of the server.
        if not self.env.user._is_superuser():
            self._refuse_proofs()
        return super()._delete_and_notify(message)

    def _refuse_proofs(self):
        """Refuse the files that prove a document which is no longer a draft.

        :return: list of (draft that one of the files proves, name of its proof field), in sudo.
        :raises UserError: naming the file and the document.
        """
        drafts = []
        for model, names in self._proof_models() if self.ids else ():
            documents = self.env[model].sudo().with_context(active_test=False)  # sudo: the proof is fixed whoever may read the document
            for name in names:
                for document in documents.search([(name, "in", self.ids)]):
                    if document.state == "draft":
                        drafts.append((document, name))
                        continue
                    file = (document[name] & self.sudo())[:1]  # sudo: the sentence names the file
                    raise UserError(self.env._(
                        "File \"%(file)s\" proves %(document)s, which is no longer a draft, and stays as it is: have the document rejected and enter it anew.",
                        file=file.name, document=document.display_name))
        return drafts

    @tools.ormcache()
    def _proof_models(self):
        """Give the models of documents with proofs that have states, each with the names of its proof fields."""
        mixin = self.env.registry["dealer.proof.mixin"]
        return tuple(
            (name, tuple(model._proof_fields)) for name, model in self.env.registry.items()
            if issubclass(model, mixin) and not model._abstract and model._proof_fields and "state" in model._fields
        )
