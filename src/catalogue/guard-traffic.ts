/** What comes into a market from plugs of a user's own: numbers that would otherwise be believed. */
import type { Demand, DemandPlay } from '../market/demand.ts';
import type { Dispatch, DispatchKit, DispatchPlay } from '../market/dispatch.ts';
import { ask, guardMembers } from './guard.ts';
import { PlugError } from './plug-error.ts';

/** A demand whose jobs come one after the other, and in the end at another time. */
export function guardDemand(demand: Demand, name: string): Demand {
  const guarded = guardMembers(demand, name);
  return {
    ...guarded,
    rate: (params, jobsPerSecond) => {
      const rate = guarded.rate(params, jobsPerSecond);
      if (rate > 0 && rate < Infinity) return rate;
      throw new PlugError(`${name}: its rate is ${rate}; jobs per second are a number above 0`);
    },
    dispersion: (params) => {
      const dispersion = guarded.dispersion(params);
      if (dispersion >= 0 && dispersion < Infinity) return dispersion;
      throw new PlugError(`${name}: its dispersion is ${dispersion}; a variance over a mean is a number from 0 on`);
    },
    ...(guarded.memory && {
      memory: (params, jobsPerSecond) => {
        const memory = guarded.memory!(params, jobsPerSecond);
        if (memory >= 0 && memory < Infinity) return memory;
        throw new PlugError(`${name}: its memory is ${memory}; jobs within which it forgets are a number from 0 on`);
      },
    }),
    ...(guarded.cycle && {
      cycle: (params, jobsPerSecond) => {
        const cycle = guarded.cycle!(params, jobsPerSecond);
        if (cycle?.jobs > 0 && cycle.jobs < Infinity && cycle.excess >= 0) return cycle;
        throw new PlugError(`${name}: its cycle is no { jobs, excess }, numbers above 0 and from 0 on`);
      },
    }),
    ...(guarded.replay && {
      replay: (trace) => guardDemand({ ...demand, ...guarded.replay!(trace), replay: undefined! }, name),
    }),
    create: (params, streams, jobsPerSecond) => checkGaps(guarded.create(params, streams, jobsPerSecond), name),
  };
}

/** More jobs at one moment than anybody sends: without a bound a run that lasts a time would go on for ever. */
const jobsAtOnceMax = 1_000_000;

function checkGaps(play: DemandPlay, name: string): DemandPlay {
  let atOnce = 0;
  return {
    fill: (first, lot) => {
      const { gap } = lot;
      gap.fill(Number.NaN);
      ask(name, 'fill', () => play.fill(first, lot));
      for (let place = 0; place < gap.length; place++) {
        const time = gap[place];
        if (!(time >= 0 && time < Infinity)) {
          const left = Number.isNaN(time) ? ', or nothing' : '';
          throw new PlugError(
            `${name}: its fill gives job ${first + place} a gap of ${time}${left}; gaps are numbers from 0 on`,
          );
        }
        atOnce = time > 0 ? 0 : atOnce + 1;
      }
      if (atOnce > jobsAtOnceMax) {
        throw new PlugError(`${name}: its fill sends more than ${jobsAtOnceMax} jobs at one moment; time has to go on`);
      }
    },
  };
}

/** A dispatch that hands each job to a node that is there. */
export function guardDispatch(dispatch: Dispatch, name: string): Dispatch {
  return {
    ...dispatch,
    create: (kit) => {
      const play = ask(name, 'create', () => dispatch.create(kit));
      return { ...guardMembers(play, name), choose: checkNode(play, kit, name) };
    },
  };
}

function checkNode({ choose }: DispatchPlay, { isThere }: DispatchKit, name: string): DispatchPlay['choose'] {
  return (job) => {
    const node = ask(name, 'choose', () => choose(job));
    if (Number.isInteger(node) && node >= 0 && isThere(node)) return node;
    throw new PlugError(`${name}: its choose gives a job to node ${node}, which is none that is there`);
  };
}
