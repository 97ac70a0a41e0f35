/** The sections of a page, beside it where there is room. */
export function OnThisPage({ contents }: { contents: readonly { id: string; title: string }[] }) {
  return (
    <nav aria-label="On this page" className="sticky top-20 hidden w-48 shrink-0 self-start xl:block">
      <h2 className="pb-2 font-medium text-xs">On this page</h2>
      <ul className="flex flex-col border-l">
        {contents.map(({ id, title }) => (
          <li key={id}>
            <a
              href={`#${id}`}
              className="-ml-px block border-transparent border-l py-1 pl-3 text-muted-foreground text-sm hover:border-foreground hover:text-foreground"
            >
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
