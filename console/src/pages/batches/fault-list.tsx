interface Fault {
  title: string
  code: string
  text: string
}

/** What was refused, each with its reason. */
export function FaultList({ faults }: { faults: readonly Fault[] }) {
  return (
    <ul className="outcome">
      {faults.map((fault, index) => (
        <li key={`${fault.title} ${fault.code} ${index}`}>
          {fault.title !== '' && <span>{fault.title}</span>}
          <span className="hint">{fault.text}</span>
        </li>
      ))}
    </ul>
  )
}
