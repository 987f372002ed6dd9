// Pleasantries and safety for every page; reading and every form work without this script.
(() => {
  'use strict';
  const root = document.documentElement, data = root.dataset;
  let token = document.querySelector('input[name=form-token]')?.value ?? '';
  let isGone = false;

  // What the other windows of this browser say: somebody is here, somebody left, a newer session began.
  const windows = new BroadcastChannel('windows');
  windows.addEventListener('message', ({ data: said }) => {
    if (said.left) leave(true);
    if (said.here) last = Math.max(last, said.here), plan();
    if (said.token) token = said.token;
  });
  if (token && data.idle) windows.postMessage({ token });

  // Leaving at once, on every page: the button, Escape three times, or three touches of the title.
  const leave = isTold => {
    if (isGone) return;
    isGone = true;
    root.hidden = true;
    document.body.replaceChildren();
    if (!isTold) {
      windows.postMessage({ left: true });
      const body = new URLSearchParams({ 'form-token': token });
      if (!navigator.sendBeacon('/quick-exit', body)) {
        fetch('/quick-exit', { method: 'POST', body, keepalive: true, redirect: 'manual' }).catch(() => {});
      }
    }
    location.replace(data.leave || '/quiet');
  };
  addEventListener('submit', event => {
    if (event.target.matches('form[data-leave]')) { event.preventDefault(); leave(); }
  });

  const lately = (times, within) => {
    const now = performance.now();
    return times.filter(time => now - time < within).concat(now);
  };
  let presses = [], taps = [], going;
  addEventListener('keydown', event => {
    if (event.key !== 'Escape') { presses = []; return; }
    presses = lately(presses, 2000);
    if (presses.length >= 3) { event.preventDefault(); leave(); }
  }, true);
  addEventListener('touchend', event => {
    const title = event.cancelable && event.target.closest('.office, h1');
    if (!title) { taps = []; return; }
    taps = lately(taps, 1000);
    clearTimeout(going);
    if (taps.length >= 3) { event.preventDefault(); leave(); return; }
    // The title is a link, too: a single touch waits for the others before it leads anywhere.
    if (title.matches('a')) { event.preventDefault(); going = setTimeout(() => location.assign(title.href), 400); }
  }, { capture: true, passive: false });

  // What the browser keeps to go back to shows nothing, and is asked for again, so that the server decides.
  addEventListener('pagehide', () => { root.hidden = true; });
  addEventListener('pageshow', event => { if (event.persisted) location.reload(); });

  // Steps within one case take the place of each other, so that the history holds one entry of it.
  const inCase = address => /^\/cases\/[0-9a-f]{32}(?=\/|$)/.exec(address.pathname)?.[0];
  addEventListener('click', event => {
    const link = event.target.closest('a[href]');
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    if (link.origin !== location.origin || link.target || !inCase(location) || inCase(link) !== inCase(location)) return;
    event.preventDefault();
    location.replace(link.href);
  });
  const step = address => {
    const next = new URL(address, location.href);
    const isHere = next.pathname === location.pathname && next.search === location.search;
    location.replace(next.href);
    if (isHere) location.reload();
  };
  let resend;
  addEventListener('submit', async event => {
    clearTimeout(resend);
    const form = event.target, by = event.submitter, where = inCase(location);
    if (event.defaultPrevented || form.dataset.whole || !('keep' in form.dataset)) return;
    if (!where || inCase(new URL(form.action)) !== where) return;
    event.preventDefault();
    if (form.dataset.going) return;
    form.dataset.going = 'yes';
    const body = new URLSearchParams(new FormData(form, by));
    const answer = await fetch(form.action, { method: 'POST', body, headers: { 'X-Step': 'yes' } }).catch(() => null);
    const next = answer?.headers.get('X-Next');
    delete form.dataset.going;
    if (isGone || data.resting) return;
    if (next) { step(next); return; }
    if (!answer) {
      form.dispatchEvent(new Event('unsent'));
      // An answer that is one press is sent again by itself until the line is back.
      if ('resend' in form.dataset) resend = setTimeout(() => { if (form.isConnected) form.requestSubmit(by); }, 5000);
      return;
    }
    // What needs looking at is a page of its own: the browser asks for it, and nothing has changed meanwhile.
    form.dataset.whole = 'yes';
    form.requestSubmit(by);
  });

  // Errors first: the summary takes the focus, so that a screen reader says it.
  document.querySelector('.error-summary')?.focus();

  // A radio answer can be taken back by pressing it again.
  document.querySelectorAll('fieldset').forEach(group => {
    let last = group.querySelector('input[type=radio]:checked');
    group.addEventListener('click', event => {
      const radio = event.target;
      if (radio.type !== 'radio') return;
      if (radio === last) { radio.checked = false; last = null; } else { last = radio; }
    });
  });

  // Unsaved text is not lost by a wrong press. Where a form says so it is kept on the way, in the server's memory only.
  let drafts = [];
  document.querySelectorAll('form[data-keep]').forEach(form => {
    let changed = false, sent = false, timer;
    const said = form.querySelector('[data-said]');
    const say = text => { if (said && said.textContent !== text) said.textContent = text; };
    const text = () => {
      const body = new URLSearchParams();
      new FormData(form).forEach((value, name) => { if (typeof value === 'string') body.append(name, value); });
      body.append('unsaved-address', form.getAttribute('action'));
      return body;
    };
    const keep = () => {
      clearTimeout(timer);
      if (!changed || sent || !said || isGone) return;
      const body = text();
      changed = false;
      fetch('/unsaved', { method: 'POST', body, keepalive: body.toString().length < 60000 }).then(answer => {
        if (answer.status !== 204) throw new Error();
        if (!changed) say(form.dataset.kept);
      }).catch(() => { changed = true; say(form.dataset.unkept); timer = setTimeout(keep, 15000); });
    };
    drafts.push({
      // What was not saved, also what is on its way to be kept.
      take: () => { clearTimeout(timer); const was = form.dataset.touched && (!sent || form.dataset.going); sent = true; return was ? text() : null; },
    });
    form.addEventListener('input', () => {
      changed = true; form.dataset.touched = 'yes'; say(''); clearTimeout(timer); timer = setTimeout(keep, 2000);
    });
    form.addEventListener('submit', () => { sent = true; clearTimeout(timer); });
    form.addEventListener('unsent', () => { sent = false; changed = true; say(form.dataset.unkept); timer = setTimeout(keep, 15000); });
    addEventListener('pagehide', keep);
    document.addEventListener('visibilitychange', () => { if (document.hidden) keep(); });
    addEventListener('beforeunload', event => { if (changed && !sent && !isGone) event.preventDefault(); });
  });

  // Nobody here for ten minutes: the page goes, what was typed is kept, and the session ends.
  let last = Date.now(), told = 0, alarm;
  const left = () => last + data.idle * 1000 - Date.now();
  const warning = document.querySelector('[data-soon]:empty');
  const plan = () => {
    clearTimeout(alarm);
    if (!data.idle || isGone) return;
    const soon = data.soon * 1000;
    if (warning) warning.textContent = left() <= soon ? warning.dataset.soon : '';
    alarm = setTimeout(() => { if (left() <= 0) rest(); else plan(); }, Math.max(0, left() > soon ? left() - soon : left()));
  };
  const here = event => {
    if (!data.idle || isGone) return;
    // A pointer that lies still under a page that moves is nobody.
    if (event.type === 'pointermove' && !event.movementX && !event.movementY) return;
    if (left() <= 0) { rest(); return; }
    last = Date.now();
    plan();
    if (last - told < 30000) return;
    told = last;
    windows.postMessage({ here: last });
    // Reading is being here, too: the server counts from what it is asked.
    fetch('/healthz').catch(() => {});
  };
  ['keydown', 'pointerdown', 'pointermove', 'scroll', 'touchstart', 'wheel', 'input'].forEach(kind =>
    addEventListener(kind, here, { passive: true, capture: true }));
  document.addEventListener('visibilitychange', () => { if (data.idle && !isGone && left() <= 0) rest(); });
  plan();

  const post = (address, body) => fetch(address, { method: 'POST', body, redirect: 'manual' });
  const rest = () => {
    if (isGone || data.resting) return;
    data.resting = 'yes';
    clearTimeout(alarm);
    delete data.idle;
    let texts = drafts.map(draft => draft.take()).filter(text => text);
    drafts = [];
    const cover = document.getElementById('rest').content;
    document.body.replaceChildren(cover);
    const lead = document.querySelector('[data-kept]'), again = document.querySelector('[data-again]');
    document.querySelector('h1').focus();
    // What the server could not be given waits here, in this page's memory only, until the line is back.
    const give = async () => {
      const waiting = [];
      for (const body of texts) {
        const answer = await post('/unsaved', body).catch(() => null);
        if (answer?.status !== 204) waiting.push(body);
      }
      if (texts.length) lead.textContent = waiting.length ? lead.dataset.unkept : lead.dataset.kept;
      texts = waiting;
      if (!texts.length) await post('/sign-out', new URLSearchParams({ 'form-token': token })).catch(() => {});
    };
    let giving = give();
    addEventListener('beforeunload', event => { if (texts.length && !isGone) event.preventDefault(); });
    addEventListener('online', () => { giving = giving.then(() => texts.length && give()); });
    again.addEventListener('click', async () => {
      await giving;
      // The session ends before anything is shown again, also when the line was away as the page closed.
      const ended = await post('/sign-out', new URLSearchParams({ 'form-token': token })).catch(() => null);
      if (!ended) { document.querySelector('main [role=status]').textContent = again.dataset.again; return; }
      goOn(texts);
    });
  };

  // Through signing in and back to where one was; what could not be kept before goes along.
  const goOn = texts => {
    const form = document.createElement('form');
    form.method = 'post';
    form.action = '/unsaved';
    form.hidden = true;
    const add = (value, name) => {
      const input = document.createElement('input');
      input.type = 'hidden';
      input.name = name;
      input.value = value;
      form.append(input);
    };
    texts.forEach(text => text.forEach(add));
    add(location.pathname + location.search, 'unsaved-back');
    document.body.append(form);
    isGone = true;
    form.submit();
  };

  // After signing in again: what rode along is kept, and the page where it was written opens.
  document.querySelector('form[data-at-once]')?.submit();

  // Long work: say that it has begun, and do not begin it twice.
  document.querySelectorAll('form[data-busy]').forEach(form => {
    const button = form.querySelector('button[type=submit], button:not([type])'), words = button?.textContent;
    form.addEventListener('submit', () => {
      if (button) { button.setAttribute('aria-disabled', 'true'); button.textContent = form.dataset.busy; }
    });
    form.addEventListener('unsent', () => { button.removeAttribute('aria-disabled'); button.textContent = words; });
  });

  // The same question as the button asks, a moment after nobody types any more. The answer takes the old one's place.
  const asking = document.querySelector('form[data-live]');
  if (asking) {
    const place = document.getElementById(asking.dataset.live);
    let pause, last = new URLSearchParams(new FormData(asking)).toString(), round = 0;
    asking.addEventListener('input', () => {
      clearTimeout(pause);
      pause = setTimeout(async () => {
        const body = new URLSearchParams(new FormData(asking)), text = body.toString(), mine = ++round;
        const isLong = [...asking.querySelectorAll('input:not([type=hidden])')].some(box => box.value.trim().length > 2);
        if (text === last || !isLong || isGone) return;
        last = text;
        try {
          const answer = await fetch(asking.action, { method: 'POST', body });
          const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
          const found = page.getElementById(asking.dataset.live);
          if (found && mine === round && !isGone) place.replaceChildren(...found.childNodes);
        } catch { /* The button asks, too. */ }
      }, 700);
    });
  }
})();
