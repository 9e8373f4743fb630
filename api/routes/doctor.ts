import { doctorSchema } from '../../contract/doctor';
import type { ApiContext } from '../context';
import { route, type Route } from '../http/endpoint';
import { diagnosisView } from '../views/diagnosis-view';
import { requireRight } from './required-right';

/** For those who run it: what is wrong with the installation. */
export function doctorRoutes(context: ApiContext): Route[] {
  return [
    route(
      {
        method: 'get',
        path: '/v1/doctor',
        operationId: 'doctor',
        tag: 'Operations',
        summary: 'What is wrong with this installation and what to do about it, by the right `diagnose`',
        access: 'staff',
        answers: { 200: { description: 'Looked through now', schema: doctorSchema } },
        problems: ['forbidden'],
      },
      async ({ holder }) => {
        await requireRight(context, holder.id, 'diagnose');
        return { status: 200, body: diagnosisView(await context.diagnosis.look()) };
      },
    ),
  ];
}
