export function Member({ member, onRemove }) {
  return (
    <li>
      <strong>{member.name}</strong>
      {member.isAdmin && <em> (admin)</em>}
      <span> since {member.since ?? "today"}</span>
      {!member.isAdmin && (
        <button aria-label={`Remove ${member.name}`} onClick={onRemove}>
          Remove
        </button>
      )}
    </li>
  );
}

export function MemberList({ members, onRemove }) {
  if (members.length === 0) return <p>Nobody is here yet.</p>;
  return (
    <ul>
      {members.map((member) => (
        <Member key={member.id} member={member} onRemove={() => onRemove(member.id)} />
      ))}
    </ul>
  );
}
