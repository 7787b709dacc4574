// Theme, time zone, keys, and a page that stays live: everything else is made by the server. Nothing here is needed to read or to act.
(() => {
  "use strict";
  const root = document.documentElement;
  const pauseMs = 1000, lateMs = 4000, lostMs = 10000;
  const kept = name => { try { return localStorage.getItem(name); } catch { return null; } };
  const keep = (name, value) => { try { localStorage.setItem(name, value); } catch { /* private windows keep nothing */ } };
  if (kept("theme")) root.dataset.theme = kept("theme");

  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const turnTheme = () => { root.dataset.theme = dark() ? "light" : "dark"; keep("theme", root.dataset.theme); };

  const pad = number => String(number).padStart(2, "0");
  const localWords = at => `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())} `
    + `${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())} local`;
  const isLocal = () => kept("time") === "local";
  // A time says UTC in its title; with local time asked for, its words are those of the reader's clock.
  const showTimes = within => {
    for (const time of within.querySelectorAll("time[datetime]")) {
      if (time.dataset.age) continue;
      time.textContent = isLocal() ? localWords(new Date(time.dateTime)) : time.title;
    }
  };
  const showZone = () => {
    for (const button of document.querySelectorAll("[data-act=time]")) {
      button.textContent = isLocal() ? "Local" : "UTC";
      button.setAttribute("aria-pressed", String(isLocal()));
    }
    showTimes(document);
  };
  const turnTime = () => { keep("time", isLocal() ? "utc" : "local"); showZone(); };

  let heardAt = Date.now();
  const tellHeard = () => {
    const silence = Date.now() - heardAt;
    for (const mark of document.querySelectorAll("[data-heard]")) {
      mark.classList.toggle("late", silence > lateMs && silence <= lostMs);
      mark.classList.toggle("lost", silence > lostMs);
      mark.querySelector("[data-heard-words]").textContent = silence <= lateMs ? "live" : `not heard for ${Math.round(silence / 1000)} s`;
    }
  };

  // Takes the new words of each live part. A part in which somebody types, or has opened something, waits.
  const busy = part => part.contains(document.activeElement) && document.activeElement.matches("input, select, textarea");
  const take = html => {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    showTimes(fresh);
    for (const part of document.querySelectorAll("[data-live]")) {
      const other = part.id && fresh.getElementById(part.id);
      if (!other || busy(part)) continue;
      for (const [index, opened] of [...part.querySelectorAll("details")].entries()) {
        other.querySelectorAll("details")[index]?.toggleAttribute("open", opened.open);
      }
      merge(part, other);
    }
  };

  // Changes only what differs, so that focus, selection and scrolling stay where they are.
  const merge = (old, fresh) => {
    if (old.isEqualNode(fresh)) return;
    if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName) { old.replaceWith(fresh.cloneNode(true)); return; }
    if (old.nodeType !== Node.ELEMENT_NODE) { old.nodeValue = fresh.nodeValue; return; }
    for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
    const [olds, freshes] = [[...old.childNodes], [...fresh.childNodes]];
    freshes.forEach((child, index) => index < olds.length ? merge(olds[index], child) : old.append(child.cloneNode(true)));
    olds.slice(freshes.length).forEach(child => child.remove());
  };

  const listen = async () => {
    if (!document.hidden && document.querySelector("[data-live]")) {
      // Where nothing of the page itself is live, its frame is enough: what it verifies or forecasts is not done anew each second.
      const live = document.querySelector("main [data-live]") ? "page" : "frame";
      try {
        const answer = await fetch(location.href, { headers: { "X-Live": live }, signal: AbortSignal.timeout(8000), redirect: "manual" });
        if (answer.type === "opaqueredirect") { location.reload(); return; } // signed out meanwhile
        if (answer.ok || answer.status === 404) { take(await answer.text()); heardAt = Date.now(); } // 'there is none' is an answer
      } catch { /* said by tellHeard, and tried again */ }
    } else if (document.hidden) heardAt = Date.now();
    setTimeout(listen, pauseMs);
  };

  const keys = { d: turnTheme, u: turnTime, s: () => location.assign(document.querySelector("a.stop")?.href ?? "/stop") };
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
    keys[event.key]?.();
  });
  document.addEventListener("click", event => {
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (act === "theme") turnTheme();
    if (act === "time") turnTime();
  });
  document.addEventListener("DOMContentLoaded", () => {
    showZone();
    setTimeout(listen, pauseMs);
    setInterval(tellHeard, pauseMs);
  });
})();
