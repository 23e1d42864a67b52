/* Before anything is drawn: the theme that the reader chose earlier. */
(function () {
  try {
    var chosen = localStorage.getItem("gradbook-theme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  } catch {
    // No storage: the system's theme.
  }
  document.documentElement.classList.add("scripted");
})();
