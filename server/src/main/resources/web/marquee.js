'use strict';

// Requests a viewer's feed, shows how each stage made it, and sends events for the viewer's actions.

const byId = id => document.getElementById(id);
const form = byId('request');
let shown = { user: null, places: new Map() };

async function call(path, options) {
  const response = await fetch(path, options);
  const body = await response.json();
  if (!response.ok) {
    throw new Error(body.error ? body.error.message : `${path} answered ${response.status}`);
  }
  return body;
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function say(text, isWrong) {
  byId('status').textContent = text;
  byId('status').classList.toggle('wrong', Boolean(isWrong));
}

const number = value => value.toLocaleString('en', { maximumFractionDigits: 0 });
const millis = value => `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`;

function share(value) {
  return value === 0 ? '–' : `${(100 * value).toFixed(value < 0.1 ? 1 : 0)} %`;
}

function length(seconds) {
  if (!seconds) {
    return '';
  }
  const whole = Math.round(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const from = parts[0] ? 0 : 1;
  return parts.slice(from).map((part, i) => i ? String(part).padStart(2, '0') : part).join(':');
}

/** The hues of candidate sources by name, from the server. */
let sourceHues = new Map();

async function loadSources() {
  const { sources } = await call('/v1/sources');
  sourceHues = new Map(sources.map(source => [source.name, source.hue]));
}

/** A hue derived from a word; the same word always has the same hue. */
function hue(word) {
  let hash = 7;
  for (const c of word) {
    hash = (hash * 31 + c.codePointAt(0)) % 9973;
  }
  return (hash * 137) % 360;
}

function eventId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return 'page-' + Array.from(bytes, b => b.toString(16).padStart(2, '0')).join('');
}

async function suggest() {
  const { users } = await call('/v1/users?limit=60');
  const best = users
    .sort((a, b) => Math.min(b.watches, 30) - Math.min(a.watches, 30))
    .slice(0, 8);
  byId('users').replaceChildren(...users.map(user => {
    const option = element('option', '', '');
    option.value = user.user;
    return option;
  }));
  byId('suggested').replaceChildren(...best.map(user => {
    const chip = element('button', '', user.user);
    chip.type = 'button';
    chip.title = `${user.country || 'country unknown'}, ${user.watches} watched`;
    chip.onclick = () => show(user.user);
    return chip;
  }));
  return best.length ? best[0].user : '';
}

async function show(user) {
  if (user !== undefined) {
    form.user.value = user;
  }
  const query = new URLSearchParams({ user: form.user.value, explain: 'true' });
  for (const name of ['country', 'device', 'limit']) {
    if (form[name].value) {
      query.set(name, form[name].value);
    }
  }
  for (const chip of byId('suggested').children) {
    chip.setAttribute('aria-pressed', chip.textContent === form.user.value);
  }
  try {
    const start = performance.now();
    const feed = await call('/v1/feed?' + query);
    const took = performance.now() - start;
    if (Object.keys(feed.trace.sources).some(source => !sourceHues.has(source))) {
      await loadSources();
    }
    showFunnel(feed.trace, took);
    showDegraded(feed.degraded);
    showFeed(feed, form.user.value);
    await showViewer(form.user.value);
    history.replaceState(null, '', '#' + encodeURIComponent(form.user.value));
    return true;
  } catch (e) {
    byId('viewer').hidden = byId('funnel').hidden = byId('degraded').hidden = true;
    byId('feed').replaceChildren();
    say(e.message, true);
    return false;
  }
}

async function showViewer(id) {
  const line = byId('viewer');
  line.hidden = false;
  const response = await fetch('/v1/users/' + encodeURIComponent(id));
  const user = response.ok ? await response.json() : null;
  if (!user || user.counts.impressions + user.counts.watches === 0) {
    line.replaceChildren(element('strong', '', id), ' is new here: the feed shows popular and fresh videos.');
    return;
  }
  const facts = [
    user.profile.country,
    user.profile.language,
    user.profile.birthYear ? `born ${user.profile.birthYear}` : '',
    `${number(user.counts.impressions)} seen`,
    `${number(user.counts.watches)} watched`,
  ].filter(fact => fact);
  line.replaceChildren(element('strong', '', id), ' · ' + facts.join(' · '));
  const titles = user.lastWatched.slice(0, 3).map(watched => watched.title || watched.video);
  if (titles.length) {
    line.append(element('br', '', ''), 'last watched: ' + titles.join(' · '));
  }
}

function showFunnel(trace, took) {
  const sources = Object.entries(trace.sources);
  const found = sources.reduce((sum, [, count]) => sum + count, 0);
  const most = Math.max(1, found);
  const rows = [stage('sources', found, sources, most, '')];
  const dropped = Object.entries(trace.dropped).map(([name, count]) => `${count} “${name}”`);
  const notes = {
    retrieved: found > trace.stages.retrieved ? 'without duplicates' : '',
    ranked: trace.models ? `by models ${trace.models}` : 'no ranker: in retrieval order',
    filtered: dropped.length ? `dropped: ${dropped.join(', ')}` : 'the best videos that may be shown',
    answered: trace.stages.refilled ? `${trace.stages.refilled} filled up with popular videos` : 'few videos of the same category in a row',
  };
  for (const name of ['retrieved', 'ranked', 'filtered', 'answered']) {
    rows.push(stage(name, trace.stages[name] || 0, [], most, notes[name]));
  }
  byId('stages').replaceChildren(...rows);
  const parts = Object.entries(trace.millis)
    .filter(([name]) => name !== 'total')
    .map(([name, value]) => `${name} ${millis(value)}`);
  byId('timing').textContent =
    `${millis(trace.millis.total)} in the engine (${parts.join(', ')}), ${millis(took)} to this page`
    + ` · snapshot ${number(trace.snapshot)}`;
  byId('models').textContent = trace.models ? `models ${trace.models}` : 'no models yet';
  byId('funnel').hidden = false;
}

function stage(name, count, sources, most, note) {
  const row = document.createElement('li');
  const track = element('span', 'track', '');
  const notes = element('span', 'note', note);
  const parts = sources.length ? sources : [['', count]];
  parts.forEach(([source, part]) => {
    const bar = element('span', 'bar', '');
    bar.style.width = `${100 * part / most}%`;
    if (source) {
      const key = element('span', 'key', '');
      bar.style.background = key.style.background = `hsl(${sourceHues.get(source) ?? hue(source)} 48% 54%)`;
      const label = element('span', 'source', '');
      label.append(key, `${source} ${number(part)}`);
      notes.append(label);
    }
    if (part > 0) {
      track.append(bar);
    }
  });
  const bars = element('span', 'bars', '');
  bars.append(track, notes);
  row.append(element('span', 'name', name), element('span', 'count', number(count)), bars);
  return row;
}

function showDegraded(notes) {
  byId('degraded').replaceChildren(...notes.map(note => element('li', '', note)));
  byId('degraded').hidden = notes.length === 0;
}

function showFeed(feed, user) {
  const before = shown.user === user ? shown.places : null;
  const places = new Map(feed.items.map((item, i) => [item.video, i]));
  byId('feed').replaceChildren(...feed.items.map((item, i) => card(feed.feed, user, item, i, before)));
  shown = { user, places };
  say(feed.items.length ? '' : 'There are no videos for this viewer: publish some first.');
}

function card(feed, user, item, place, before) {
  const made = byId('card').content.firstElementChild.cloneNode(true);
  const set = (selector, text) => { made.querySelector(selector).textContent = text; };
  made.querySelector('.still').style.setProperty('--hue', hue(item.category));
  set('.place', place + 1);
  set('.length', length(item.durationSeconds));
  set('.moved', before ? moved(before.get(item.video), place) : '');
  set('h2', item.title || item.video);
  set('.where', [item.channel, item.category].filter(word => word).join(' · '));
  set('.reason', item.reason);
  set('.click', share(item.pClick));
  set('.watch', share(item.pWatch));
  set('.value', item.value === 0 ? '–' : item.value.toPrecision(2));
  const [watch, refuse] = made.querySelectorAll('.acts button');
  const about = { user, video: item.video, feed };
  watch.onclick = () => send(made, `Watched “${item.title || item.video}”`, [
    { type: 'impression', ...about, position: place, ...where() },
    { type: 'click', ...about },
    { type: 'watch', ...about, watchedSeconds: item.durationSeconds || 60, completed: true, last: true,
      ...(item.durationSeconds ? { durationSeconds: item.durationSeconds } : {}) },
  ]);
  refuse.onclick = () => send(made, `Not interested in “${item.title || item.video}”`, [
    { type: 'impression', ...about, position: place, ...where() },
    { type: 'reaction', ...about, kind: 'not-interested' },
  ]);
  return made;
}

function where() {
  const context = {};
  for (const name of ['country', 'device']) {
    if (form[name].value) {
      context[name] = form[name].value;
    }
  }
  return context;
}

function moved(from, to) {
  if (from === undefined) {
    return 'new';
  }
  return from === to ? '' : from > to ? `▲ ${from - to}` : `▼ ${to - from}`;
}

async function send(made, what, events) {
  made.classList.add('leaving');
  made.querySelectorAll('button').forEach(button => { button.disabled = true; });
  const at = new Date().toISOString();
  try {
    await call('/v1/events', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(events.map(event => ({ id: eventId(), at, ...event }))),
    });
    if (await show()) {
      say(`${what}. The feed has been updated.`);
    }
  } catch (e) {
    say(e.message, true);
    made.classList.remove('leaving');
    made.querySelectorAll('button').forEach(button => { button.disabled = false; });
  }
}

form.onsubmit = event => {
  event.preventDefault();
  show();
};
form.onchange = event => {
  if (event.target !== form.user && form.user.value) {
    show();
  }
};

suggest()
  .then(first => {
    const asked = decodeURIComponent(location.hash.slice(1)) || first;
    return asked ? show(asked) : null;
  })
  .catch(e => say(e.message, true));
