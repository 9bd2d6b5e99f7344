{
    "name": "PDF Reports through Chromium",
    "version": "19.0.1.0.0",
    "summary": "Prints reports with headers, footers and page numbers where no patched wkhtmltopdf exists",
    "license": "LGPL-3",
    "author": "Dealer Commerce",
    "category": "Sales/Dealer Commerce",
    "depends": ["web"],
}
