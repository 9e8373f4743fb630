const FONT = 'system-ui, sans-serif';

/** The OpenAPI document of this very server, to read. Nothing is loaded from anywhere else. */
window.Redoc.init(
  '/openapi.json',
  {
    hideDownloadButton: false,
    jsonSampleExpandLevel: 3,
    sortPropsAlphabetically: false,
    theme: { typography: { fontFamily: FONT, headings: { fontFamily: FONT } } },
  },
  document.getElementById('page'),
);
