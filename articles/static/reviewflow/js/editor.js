// Writing an article. The form works without any of this: see templates/admin/articles/article/editor.html.
import "./writing/toolbar.js";
import "./writing/paste.js";
import "./writing/saving.js";
import "./writing/citing.js";
import "./writing/preview.js";
import "./writing/pictures.js";
import "./writing/unsaved.js";
