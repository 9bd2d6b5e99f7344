from . import messages, receipt_messages
