/* Before anything is drawn: the theme that the reader chose earlier. */
(function () {
  try {
    var chosen = localStorage.getItem(document.documentElement.dataset.themeKey);
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  } catch {
    // No storage: the system's theme.
  }
  document.documentElement.classList.add("scripted");
})();
