// Leaving at once, on every page: the button, or Escape three times. Without this script the button is a plain form.
(() => {
  'use strict';
  const quiet = document.documentElement.dataset.quiet || '/quiet';
  const leave = () => {
    document.documentElement.hidden = true;
    document.title = '';
    navigator.sendBeacon('/quick-exit');
    document.body.replaceChildren();
    location.replace(quiet);
  };
  document.querySelectorAll('form[data-leave]').forEach(form =>
    form.addEventListener('submit', event => { event.preventDefault(); leave(); }));

  let presses = [];
  addEventListener('keydown', event => {
    if (event.key !== 'Escape') { presses = []; return; }
    const now = performance.now();
    presses = presses.filter(time => now - time < 2000);
    presses.push(now);
    if (presses.length >= 3) { event.preventDefault(); leave(); }
  }, true);

  // A page that comes back from the browser's memory is asked for again, so that the server decides.
  addEventListener('pageshow', event => { if (event.persisted) location.reload(); });

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
  document.querySelectorAll('form[data-keep]').forEach(form => {
    let changed = false, sent = false, timer;
    const said = form.querySelector('[data-said]');
    const say = text => { if (said && said.textContent !== text) said.textContent = text; };
    const keep = () => {
      clearTimeout(timer);
      if (!changed || sent || !said) return;
      const body = new URLSearchParams();
      new FormData(form).forEach((value, name) => { if (typeof value === 'string') body.append(name, value); });
      body.append('unsaved-address', form.getAttribute('action'));
      changed = false;
      fetch('/unsaved', { method: 'POST', body, keepalive: body.toString().length < 60000 }).then(answer => {
        if (answer.status !== 204) throw new Error();
        if (!changed) say(form.dataset.kept);
      }).catch(() => { changed = true; say(form.dataset.unkept); timer = setTimeout(keep, 15000); });
    };
    form.addEventListener('input', () => { changed = true; say(''); clearTimeout(timer); timer = setTimeout(keep, 2000); });
    form.addEventListener('submit', () => { sent = true; clearTimeout(timer); });
    addEventListener('pagehide', keep);
    document.addEventListener('visibilitychange', () => { if (document.hidden) keep(); });
    addEventListener('beforeunload', event => {
      if (changed && !sent && !document.documentElement.hidden) event.preventDefault();
    });
  });

  // Nobody here for ten minutes: the page is covered and what was typed stays.
  const cover = document.querySelector('.cover');
  if (cover) {
    let idle;
    const rest = () => {
      clearTimeout(idle);
      idle = setTimeout(() => { document.body.classList.add('is-covered'); cover.querySelector('button').focus(); }, 540000);
    };
    ['keydown', 'pointerdown', 'scroll'].forEach(kind => addEventListener(kind, rest, { passive: true }));
    cover.querySelector('button').addEventListener('click', () => { document.body.classList.remove('is-covered'); rest(); });
    rest();
  }

  // Long work: say that it has begun, and do not begin it twice.
  document.querySelectorAll('form[data-busy]').forEach(form =>
    form.addEventListener('submit', () => {
      const button = form.querySelector('button[type=submit], button:not([type])');
      if (button) { button.setAttribute('aria-disabled', 'true'); button.textContent = form.dataset.busy; }
    }));
})();
