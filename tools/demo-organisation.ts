import type { Department, Organisation, StaffMember } from '../db/people';
import type { IntakeSource } from '../db/sources';

/**
 * Departments whose people answer complaints: a head, a supervisor and two handlers each. The handlers have the trades of
 * the shipped rule books, too, so that each of these finds somebody for every role it names.
 */
const LINES = [
  { id: 'engineering', en: 'Engineering', zh: '工程部', trades: ['quality', 'quality-engineer', 'quality-inspector'] },
  {
    id: 'property-service',
    en: 'Property service',
    zh: '物业服务部',
    trades: ['dispatcher', 'warehouse-keeper', 'tracking-specialist'],
  },
  { id: 'sales', en: 'Sales', zh: '销售部', trades: ['buyer', 'partner-liaison', 'senior-customer'] },
  { id: 'legal', en: 'Legal', zh: '法务部', trades: ['legal', 'claims-officer', 'task-force'] },
  {
    id: 'administration',
    en: 'Administration and HR',
    zh: '行政人事部',
    trades: ['administration-hr', 'office', 'trainer'],
  },
] as const;

/** Regions with a leader and a store each, so that a complaint about a store reaches that store and no other. */
const REGIONS = [
  { id: 'east', en: 'East', zh: '东区' },
  { id: 'west', en: 'West', zh: '西区' },
] as const;

const DESK_TRADES = ['adviser', 'front-desk', 'service-specialist'];

const GENERAL_MANAGER = 'demo-general-manager';
const DEPUTY = 'demo-deputy-general-manager';
const SERVICE_HEAD = 'demo-customer-service-head';
const SERVICE_SUPERVISOR = 'demo-customer-service-supervisor';

/** People and departments of no real organisation, so that a first start has somebody to work with. */
export const DEMO_ORGANISATION: Organisation = {
  departments: [
    { id: 'management', name: '管理层（演示） Management (demo)', head: GENERAL_MANAGER },
    {
      id: 'customer-service',
      name: '客户服务部（演示） Customer service (demo)',
      head: SERVICE_HEAD,
      parent: 'management',
    },
    ...LINES.map(({ id, en, zh }): Department => ({
      id,
      name: `${zh}（演示） ${en} (demo)`,
      head: `demo-${id}-head`,
      parent: 'management',
    })),
    ...REGIONS.flatMap(regionDepartments),
  ],
  staff: [...management(), ...customerService(), ...LINES.flatMap(lineStaff), ...REGIONS.flatMap(regionStaff)],
  rights: {
    'publish-procedures': ['general-manager'],
    'keep-calendars': ['general-manager'],
    diagnose: ['general-manager'],
  },
};

export const DEMO_SOURCE: IntakeSource = { id: 'demo-intake', name: 'Demo intake system', locale: 'zh-CN' };

interface MemberInput {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  readonly roles: readonly string[];
  readonly department: string;
  readonly manager?: string;
}

function member({ id, zh, en, roles, department, manager }: MemberInput): StaffMember {
  return {
    id,
    name: `${zh} ${en}`,
    roles,
    department,
    ...(manager ? { manager } : {}),
    mail: `${id}@demo.invalid`,
    locale: 'zh-CN',
  };
}

function management(): readonly StaffMember[] {
  const department = 'management';
  return [
    member({
      id: GENERAL_MANAGER,
      zh: '演示总经理',
      en: 'Demo General Manager',
      roles: ['general-manager', 'manager', 'department-head'],
      department,
    }),
    member({
      id: DEPUTY,
      zh: '演示副总经理',
      en: 'Demo Deputy General Manager',
      roles: ['manager', 'supervisor'],
      department,
      manager: GENERAL_MANAGER,
    }),
  ];
}

function customerService(): readonly StaffMember[] {
  const department = 'customer-service';
  const desk = [1, 2, 3].map((number) =>
    member({
      id: `demo-customer-service-${number}`,
      zh: `演示客服${number}`,
      en: `Demo Customer Service ${number}`,
      roles: ['customer-service', 'handler', ...DESK_TRADES],
      department,
      manager: SERVICE_SUPERVISOR,
    }),
  );
  return [
    member({
      id: SERVICE_HEAD,
      zh: '演示客服负责人',
      en: 'Demo Head of Customer Service',
      roles: ['customer-service-head', 'department-head', 'manager', 'cr-manager', 'duty-manager'],
      department,
      manager: GENERAL_MANAGER,
    }),
    member({
      id: SERVICE_SUPERVISOR,
      zh: '演示客服主管',
      en: 'Demo Customer Service Supervisor',
      roles: ['supervisor'],
      department,
      manager: SERVICE_HEAD,
    }),
    ...desk,
  ];
}

function lineStaff({ id, zh, en, trades }: (typeof LINES)[number]): readonly StaffMember[] {
  const head = `demo-${id}-head`;
  const supervisor = `demo-${id}-supervisor`;
  const handlers = [1, 2].map((number) =>
    member({
      id: `demo-${id}-handler-${number}`,
      zh: `演示经办人${number}（${zh}）`,
      en: `Demo Handler ${number} (${en})`,
      roles: ['handler', ...trades],
      department: id,
      manager: supervisor,
    }),
  );
  return [
    member({
      id: head,
      zh: `演示负责人（${zh}）`,
      en: `Demo Head (${en})`,
      roles: ['department-head', 'manager'],
      department: id,
      manager: GENERAL_MANAGER,
    }),
    member({
      id: supervisor,
      zh: `演示主管（${zh}）`,
      en: `Demo Supervisor (${en})`,
      roles: ['supervisor'],
      department: id,
      manager: head,
    }),
    ...handlers,
  ];
}

function regionDepartments({ id, zh, en }: (typeof REGIONS)[number]): readonly Department[] {
  return [
    {
      id,
      name: `${zh}（演示） ${en} region (demo)`,
      kind: 'region',
      head: `demo-${id}-region-leader`,
      parent: 'management',
    },
    { id: `${id}-store`, name: `${zh}门店（演示） ${en} store (demo)`, kind: 'store', parent: id },
  ];
}

function regionStaff({ id, zh, en }: (typeof REGIONS)[number]): readonly StaffMember[] {
  const leader = `demo-${id}-region-leader`;
  const clerks = [1, 2].map((number) =>
    member({
      id: `demo-${id}-store-${number}`,
      zh: `演示店员${number}（${zh}）`,
      en: `Demo Store Clerk ${number} (${en})`,
      roles: ['store'],
      department: `${id}-store`,
      manager: leader,
    }),
  );
  return [
    member({
      id: leader,
      zh: `演示区域主管（${zh}）`,
      en: `Demo Regional Leader (${en})`,
      roles: ['store-supervisor'],
      department: id,
      manager: GENERAL_MANAGER,
    }),
    ...clerks,
  ];
}
