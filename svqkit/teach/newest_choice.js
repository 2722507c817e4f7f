// ipywidgets keeps an option's state back while it waits for an answer to the one before, and a click
// on a button overtakes it. So each choice is sent by a message of its own, which keeps its turn.
// Options of one question also get one name: then Tab goes past them together, as it does elsewhere.
function render({ model, el }) {
  el.style.display = "none";
  const name = `svq-quiz-${Math.random().toString(36).slice(2)}`;
  const OPTION = ".t-quiz-options input[type=radio]";
  let quiz, wait;
  const group = () => {
    for (const option of quiz.querySelectorAll(OPTION)) if (option.name !== name) option.name = name;
  };
  const chosen = (event) => {
    if (!event.target.matches?.(OPTION)) return;
    const question = quiz.querySelector("[data-question]")?.dataset.question;
    model.send({ question, chosen: Number(event.target.value) });
  };
  const drawn = new MutationObserver(group);
  const begin = () => {
    quiz = el.closest(".svq-quiz");
    if (!quiz) {
      wait = setTimeout(begin, 50);
      return;
    }
    group();
    drawn.observe(quiz, { childList: true, subtree: true });
    quiz.addEventListener("click", chosen, true);
  };
  begin();
  return () => {
    clearTimeout(wait);
    drawn.disconnect();
    quiz?.removeEventListener("click", chosen, true);
  };
}

export default { render };
