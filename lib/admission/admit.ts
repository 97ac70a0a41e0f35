import { newId } from '../ids';
import type { Principal } from '../keys/principal';
import type { Admitted, Once } from '../limits/decision';
import type { Reservation } from '../limits/engine';
import type { EventFacts } from '../limits/event';
import { Ending } from './ending';
import { factsOf } from './facts';
import { refuseCaller, refuseUnidentified } from './failure';
import { onceOf } from './idempotency';
import type { Identified } from './identified';
import { identify } from './identify';
import { underPolicyInForce } from './in-force';
import { decideInTurn } from './in-turn';
import { ATTEMPTS, limitsChanging } from './newest-policy';
import { HeldPlace } from './places/held-place';
import { rememberDecision } from './remember-decision';
import { answerRepeated } from './repeated';
import { fail, limitHeaders, refusalWords, refuse, type Shown } from './reply';
import { requireScope } from './require-scope';
import { StoppableContext } from './run-context';
import { beginRunning } from './running';
import { Stopping } from './stopping';
import type { Outcome, Prepared, RunContext, Work } from './work';

/**
 * The way of a metered request: who calls → what it claims → one decision on all limits → run → settle.
 * The contract of the caller's catalog gives every answer its headers before the first byte.
 * @param nowMs the store's time, in tests alone
 */
export async function admit<Input>(request: Request, work: Work<Input>, nowMs?: number): Promise<Response> {
  const requestId = newId();
  let identified: Identified;
  try {
    identified = await (work.identify?.(request) ?? identify(request, work.anyOrigin));
  } catch (error) {
    return refuseUnidentified(request, requestId, work.resource, error, nowMs);
  }
  const place = new HeldPlace();
  try {
    await underPolicyInForce(identified, (caller) => requireScope(caller, work.resource), nowMs);
    const sent = onceOf(request, identified.principal, !work.identity);
    const input = await work.read(sent?.request ?? request);
    const once = sent?.once(work.identity?.(input));
    return await decideAndRun(request, requestId, identified, work, input, place, once, nowMs);
  } catch (error) {
    return refuseCaller(request, identified, requestId, work.resource, error, nowMs);
  } finally {
    place.leaveUnlessKept();
  }
}

async function decideAndRun<Input>(
  request: Request,
  requestId: string,
  identified: Identified,
  work: Work<Input>,
  input: Input,
  place: HeldPlace,
  once: Once | undefined,
  nowMs?: number,
): Promise<Response> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const prepare = (caller: Principal) => {
      requireScope(caller, work.resource);
      return work.prepare(input, caller);
    };
    const prepared = await underPolicyInForce(identified, prepare, nowMs);
    const { principal } = identified;
    const facts = factsOf(principal, prepared);
    const { claim } = prepared;
    const asking = { caller: principal, claim, id: requestId, facts, nowMs, ...(once && { once }) };
    const decision = await decideInTurn(asking, identified, place, {
      upstream: prepared.upstream,
      client: () => request.signal,
      prepareAgain: async () => prepare(identified.principal),
    });
    if (decision === null) continue;
    if ('outdated' in decision) {
      identified.principal = await identified.refresh();
      continue;
    }
    if ('repeated' in decision) {
      const asked = { requestId, resource: work.resource, once, nowMs };
      return answerRepeated(request, identified, asked, decision.repeated);
    }
    const { atMs, limits, source } = decision;
    const shown: Shown = { requestId, resource: work.resource, atMs, limits, source };
    rememberDecision(principal, prepared, decision);
    if (!decision.admitted) return refuse(request, principal, shown, decision);
    return run(request, identified, prepared, facts, decision, shown, place);
  }
  throw limitsChanging();
}

async function run(
  request: Request,
  identified: Identified,
  prepared: Prepared,
  facts: EventFacts,
  decision: Admitted & { reservation: Reservation },
  shown: Shown,
  place: HeldPlace,
): Promise<Response> {
  const { principal } = identified;
  const { reservation, granted } = decision;
  const { once } = reservation;
  place.keep();
  // Whoever sent an Idempotency-Key will be back for the answer: where it can be kept, it is waited for.
  const stopping = new Stopping(once && !prepared.streamed ? null : request);
  const running = beginRunning({
    reservation,
    claim: prepared.claim,
    granted,
    admittedAtMs: decision.atMs,
    facts,
    identified,
    stop: (reason) => stopping.stop(reason),
    refusalBy: (limit, code) => refusalWords(request, principal, shown, limit, code),
  });
  const ending = new Ending(running, place, facts, reservation);
  const { settled } = ending;
  const { requestId } = shown;
  const orderOf: RunContext['orderOf'] = (answer, outcome) => ending.orderOf(answer, outcome);
  let done: Awaited<ReturnType<Prepared['run']>>;
  try {
    const given = { requestId, principal, granted, settled, running, orderOf };
    done = await prepared.run(new StoppableContext(stopping, given));
  } catch (error) {
    // The work broke in a way it did not foresee: its hold goes back, the request stays counted.
    await ending.settle({ status: 500, contentType: '', body: '' }, BROKEN);
    throw error;
  }
  if ('error' in done) {
    const response = fail(request, principal, shown, done.error);
    if (done.unsettled) ending.standAside();
    else {
      const contentType = response.headers.get('content-type') ?? '';
      const body = once ? await response.clone().text() : '';
      await ending.settle({ status: response.status, contentType, body }, done.outcome);
    }
    return response;
  }
  const { status, headers, body, finished } = done;
  const answer = { status, contentType: headers['content-type'] ?? '', body };
  const settling = finished.then((outcome) => ending.settle(answer, outcome));
  // What is whole is settled before it is answered, so that the caller's next request finds what this one gave back.
  if (!(body instanceof ReadableStream)) await settling;
  // Added, not spread into a third object: V8 makes a slow object of two spreads.
  const allHeaders = limitHeaders(request, principal, shown);
  for (const name in headers) allHeaders[name] ??= headers[name] ?? '';
  return new Response(request.method === 'HEAD' ? null : (body as BodyInit | null), {
    status,
    headers: allHeaders,
  });
}

const BROKEN: Outcome = {
  outcome: 'void',
  tokensIn: 0,
  tokensOut: 0,
  estimated: true,
  firstByteMs: null,
  actual: { tokens: 0, cost: 0, bytes: 0 },
};
