// Eleventy with the outputs that every tool makes: articles with their contents list, paginated lists, topics, a feed, a sitemap.
// Its defaults stand, but for one that costs it time: Markdown is not read as a template first.

const SIZE = 10; // articles on one page of a list
const day = new Intl.DateTimeFormat("en-US", { dateStyle: "long", timeZone: "UTC" });
const slugOf = (words) => words.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

/** Give every second-level heading an anchor, and put a list of them before the text. */
function addContents(state) {
  const links = [];
  state.tokens.forEach((token, index) => {
    if (token.type === "heading_open" && token.tag === "h2") {
      const words = state.tokens[index + 1].content;
      token.attrSet("id", slugOf(words));
      links.push(`<li><a href="#${slugOf(words)}">${state.md.utils.escapeHtml(words)}</a></li>`);
    }
  });
  const list = new state.Token("html_block", "", 0);
  list.content = `<nav><ul>${links.join("")}</ul></nav>\n`;
  state.tokens.unshift(list);
}

/** Places of articles in their list, by the value, or by each of the values, of a key. */
function groupBy(articles, key) {
  const groups = new Map();
  articles.forEach((article, place) => {
    for (const value of [article.data[key]].flat()) {
      if (!groups.has(value)) groups.set(value, []);
      groups.get(value).push(place);
    }
  });
  return groups;
}

/** For each article's file the three others that share most tags with it, the newest first. */
function relate(articles) {
  const tagged = groupBy(articles, "tags");
  const shared = new Uint8Array(articles.length);
  return new Map(articles.map(({ data, inputPath }, own) => {
    shared.fill(0);
    for (const tag of data.tags) for (const place of tagged.get(tag)) shared[place] += 1;
    shared[own] = 0;
    const best = [];
    for (let count = data.tags.length; count > 0; count -= 1) {
      for (let place = shared.indexOf(count); place >= 0 && best.length < 3; place = shared.indexOf(count, place + 1)) best.push(articles[place]);
    }
    return [inputPath, best];
  }));
}

/** The pages of each topic's list. */
function divide(articles) {
  return [...groupBy(articles, "category")].sort(([one], [other]) => (one < other ? -1 : 1)).flatMap(([topic, places]) => {
    const count = Math.ceil(places.length / SIZE);
    const urlOf = (number) => `/topics/${slugOf(topic)}/${number > 1 ? `page/${number}/` : ""}`;
    return Array.from({ length: count }, (_, index) => ({
      topic, total: places.length, number: index + 1, count, url: urlOf(index + 1),
      articles: places.slice(index * SIZE, (index + 1) * SIZE).map((place) => articles[place]),
      newer: index > 0 && urlOf(index), older: index + 1 < count && urlOf(index + 2),
    }));
  });
}

export default function (config) {
  const newest = (api) => api.getFilteredByGlob("content/articles/*.md").reverse();
  let related = new Map();
  config.addCollection("articles", (api) => {
    const articles = newest(api);
    related = relate(articles);
    return articles;
  });
  config.addCollection("parts", (api) => divide(newest(api)));
  config.addFilter("related", (path) => related.get(path));
  config.addFilter("day", (date) => day.format(date));
  config.amendLibrary("md", (md) => md.core.ruler.push("contents", addContents));
  return { dir: { input: "content", includes: "../layouts", output: "public" }, markdownTemplateEngine: false };
}
